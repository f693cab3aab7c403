import type { Access } from "../../../../provider/api/credentials/access";
import { createMetadata } from "../../../../provider/api/credentials/metadata";
import { createTemporaries } from "../../../../provider/api/credentials/temporary";
import { createClient } from "../../../../provider/api/client";
import { type Timing, realTiming } from "../../../../provider/api/retry";
import { createSend } from "../../../../provider/api/send";

/** The ways to credentials of a role as the runtime has them, but that instance metadata are at `metadataUrl`. */
export function accessTo(metadataUrl: string, timing: Timing = realTiming): Access {
  const send = createSend();
  return {
    temporaries: createTemporaries(() => timing.now()),
    metadata: createMetadata(send, () => timing.now(), { url: metadataUrl }),
    client: (settings, renew) => createClient({ ...settings, send, timing, renew }),
  };
}
