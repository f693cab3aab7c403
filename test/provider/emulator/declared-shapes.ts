import { readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import ts from "typescript";

interface Field {
  optional: boolean;
  type: string;
}

/** The interfaces that the official SDK declares for the answers of one product. */
export class DeclaredShapes {
  private readonly interfaces = new Map<string, Map<string, Field>>();

  constructor(models: string) {
    const path = join(dirname(require.resolve("tencentcloud-sdk-nodejs/package.json")), models);
    const source = ts.createSourceFile(path, readFileSync(path, "utf8"), ts.ScriptTarget.ES2022, true);
    source.forEachChild((node) => {
      if (ts.isInterfaceDeclaration(node)) this.interfaces.set(node.name.text, fieldsOf(node));
    });
  }

  /** What an answer has and the declaration has not, lacks although it is not optional, or has of another type. */
  deviations(type: string, value: unknown, path = type): string[] {
    const element = /^Array<(.*)>$/.exec(type)?.[1];
    if (element !== undefined) {
      if (!Array.isArray(value)) return [`${path} is not a list`];
      return value.flatMap((item, index) => this.deviations(element, item, `${path}[${String(index)}]`));
    }
    const fields = this.interfaces.get(type);
    if (fields === undefined) return typeof value === type ? [] : [`${path} is ${typeof value}, not ${type}`];
    if (typeof value !== "object" || value === null) return [`${path} is not an object`];
    const given = Object.entries(value);
    const missing = [...fields].filter(([name, field]) => !field.optional && !Object.hasOwn(value, name));
    return [
      ...missing.map(([name]) => `${path}.${name} is missing`),
      ...given.flatMap(([name, content]) => {
        const field = fields.get(name);
        if (field === undefined) return [`${path}.${name} is not declared`];
        return content === null ? [] : this.deviations(field.type, content, `${path}.${name}`);
      }),
    ];
  }

  /** The parameters of a request, as the SDK declares them. */
  fieldNames(type: string): string[] {
    return [...(this.interfaces.get(type)?.keys() ?? [])];
  }
}

function fieldsOf(declaration: ts.InterfaceDeclaration): Map<string, Field> {
  return new Map(
    declaration.members
      .filter(ts.isPropertySignature)
      .map((member) => [
        member.name.getText(),
        { optional: member.questionToken !== undefined, type: member.type?.getText() ?? "unknown" },
      ]),
  );
}
