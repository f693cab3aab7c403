import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { createInterface } from "node:readline";
import * as grpc from "@grpc/grpc-js";
import { ResourceProviderClient } from "@pulumi/pulumi/proto/provider_grpc_pb";
import proto from "@pulumi/pulumi/proto/provider_pb";
import { Status } from "@pulumi/pulumi/proto/status_pb";
import { Struct } from "google-protobuf/google/protobuf/struct_pb";

export type Bag = Record<string, unknown>;

/** What the engine learns from a create or update that failed after the cloud had the resource. */
export interface PartialFailure {
  id: string;
  properties: Bag;
  reasons: string[];
}

export class RpcError extends Error {
  constructor(
    message: string,
    readonly partial: PartialFailure | undefined,
  ) {
    super(message);
  }
}

/**
 * The Pulumi SDK's own dynamic provider process, as the engine starts it, driven over gRPC as the engine drives it.
 * `project` is the folder of a program with the package installed: the stored closure resolves it from there.
 */
export class ProviderProcess {
  /** Everything the process wrote: the engine shows it to the user. */
  output = "";

  private constructor(
    private readonly child: ChildProcess,
    private readonly client: ResourceProviderClient,
  ) {}

  static async start(project: string, env: NodeJS.ProcessEnv, node = process.execPath): Promise<ProviderProcess> {
    const main = join(project, "node_modules/@pulumi/pulumi/cmd/dynamic-provider");
    const child = spawn(node, [main, "127.0.0.1:1"], { cwd: project, env, stdio: ["ignore", "pipe", "pipe"] });
    const lines = createInterface(child.stdout);
    const port = await Promise.race([
      once(lines, "line").then(([line]) => String(line)),
      once(child, "exit").then(() => {
        throw new Error("The provider process ended before it listened.");
      }),
    ]);
    const client = new ResourceProviderClient(`127.0.0.1:${port}`, grpc.credentials.createInsecure());
    const provider = new ProviderProcess(child, client);
    lines.on("line", (line) => (provider.output += `${line}\n`));
    child.stderr.on("data", (chunk: Buffer) => (provider.output += chunk.toString()));
    return provider;
  }

  async stop(): Promise<void> {
    this.client.close();
    if (this.child.exitCode !== null) return;
    const exited = once(this.child, "exit");
    this.child.kill("SIGKILL");
    await exited;
  }

  async configure(config: Bag): Promise<void> {
    const request = new proto.ConfigureRequest();
    request.setArgs(struct(config));
    await this.call("configure", request);
  }

  async check(olds: Bag, news: Bag): Promise<{ inputs: Bag; failures: { property: string; reason: string }[] }> {
    const request = new proto.CheckRequest();
    request.setOlds(struct(olds));
    request.setNews(struct(news));
    const response = (await this.call("check", request)) as proto.CheckResponse;
    return { inputs: bag(response.getInputs()), failures: response.getFailuresList().map((f) => f.toObject()) };
  }

  async diff(id: string, olds: Bag, news: Bag): Promise<{ changes: number; replaces: string[]; deleteFirst: boolean }> {
    const request = new proto.DiffRequest();
    request.setId(id);
    request.setOlds(struct(olds));
    request.setNews(struct(news));
    const response = (await this.call("diff", request)) as proto.DiffResponse;
    return {
      changes: response.getChanges(),
      replaces: response.getReplacesList(),
      deleteFirst: response.getDeletebeforereplace(),
    };
  }

  async create(inputs: Bag): Promise<{ id: string; state: Bag }> {
    const request = new proto.CreateRequest();
    request.setProperties(struct(inputs));
    const response = (await this.call("create", request)) as proto.CreateResponse;
    return { id: response.getId(), state: bag(response.getProperties()) };
  }

  async read(id: string, state: Bag): Promise<{ id: string; state: Bag; inputs: Bag | undefined }> {
    const request = new proto.ReadRequest();
    request.setId(id);
    request.setProperties(struct(state));
    const response = (await this.call("read", request)) as proto.ReadResponse;
    const inputs = response.getInputs();
    return { id: response.getId(), state: bag(response.getProperties()), inputs: inputs && bag(inputs) };
  }

  async update(id: string, olds: Bag, news: Bag): Promise<Bag> {
    const request = new proto.UpdateRequest();
    request.setId(id);
    request.setOlds(struct(olds));
    request.setNews(struct(news));
    return bag(((await this.call("update", request)) as proto.UpdateResponse).getProperties());
  }

  async delete(id: string, state: Bag): Promise<void> {
    const request = new proto.DeleteRequest();
    request.setId(id);
    request.setProperties(struct(state));
    await this.call("delete", request);
  }

  private call(method: Method, request: unknown): Promise<unknown> {
    return new Promise((resolve, reject) => {
      // The generated stubs have one method for each RPC of the service, all of this shape.
      const rpc = (this.client as unknown as Record<string, Rpc>)[method];
      rpc?.call(this.client, request, (error, response) => {
        if (error === null) resolve(response);
        else reject(new RpcError(error.details, partialFailure(error)));
      });
    });
  }
}

type Method = "configure" | "check" | "diff" | "create" | "read" | "update" | "delete";
type Rpc = (request: unknown, callback: (error: grpc.ServiceError | null, response: unknown) => void) => void;

function struct(properties: Bag): Struct {
  // As the SDK does it: what has no JSON form fails here, as it would there.
  return Struct.fromJavaScript(properties as Parameters<typeof Struct.fromJavaScript>[0]);
}

function bag(properties: Struct | undefined): Bag {
  return properties?.toJavaScript() ?? {};
}

/** The engine's reading of the error detail (ErrorResourceInitFailed). */
function partialFailure(error: grpc.ServiceError): PartialFailure | undefined {
  const [packed] = error.metadata.get("grpc-status-details-bin");
  if (!(packed instanceof Buffer)) return undefined;
  const [detail] = Status.deserializeBinary(packed).getDetailsList();
  const failed = detail?.unpack(
    (bytes: Uint8Array) => proto.ErrorResourceInitFailed.deserializeBinary(bytes),
    "pulumirpc.ErrorResourceInitFailed",
  );
  if (!failed) return undefined;
  return { id: failed.getId(), properties: bag(failed.getProperties()), reasons: failed.getReasonsList() };
}
