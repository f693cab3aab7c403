"use strict";
// A signed call to the cloud's API, independent of the package: what another tool would do behind Pulumi's back.
const { createHash, createHmac } = require("node:crypto");

const VERSIONS = { vpc: "2017-03-12", cvm: "2017-03-12" };

/** Sends one action and returns its `Response`; an error answer is thrown with code and request id. */
async function cloudCall({ endpoint, secretId, secretKey, region, service = "vpc" }, action, parameters) {
  const { host } = new URL(endpoint);
  const body = JSON.stringify(parameters);
  const timestamp = Math.floor(Date.now() / 1000);
  const answer = await fetch(endpoint, {
    method: "POST",
    body,
    headers: {
      "Content-Type": "application/json",
      "X-TC-Action": action,
      "X-TC-Version": VERSIONS[service],
      "X-TC-Region": region,
      "X-TC-Timestamp": String(timestamp),
      Authorization: authorization({ secretId, secretKey, service, host, body, timestamp }),
    },
  });
  const { Response } = await answer.json();
  if (Response.Error === undefined) return Response;
  throw new Error(`${action}: ${Response.Error.Code}: ${Response.Error.Message} (request ${Response.RequestId})`);
}

/** TC3-HMAC-SHA256 (API document, "Signature v3"). */
function authorization({ secretId, secretKey, service, host, body, timestamp }) {
  const date = new Date(timestamp * 1000).toISOString().slice(0, 10);
  const scope = `${date}/${service}/tc3_request`;
  const signed = "content-type;host";
  const request = `POST\n/\n\ncontent-type:application/json\nhost:${host}\n\n${signed}\n${sha256(body)}`;
  const text = `TC3-HMAC-SHA256\n${timestamp}\n${scope}\n${sha256(request)}`;
  const key = [date, service, "tc3_request"].reduce(hmac, `TC3${secretKey}`);
  const signature = hmac(key, text).toString("hex");
  return `TC3-HMAC-SHA256 Credential=${secretId}/${scope}, SignedHeaders=${signed}, Signature=${signature}`;
}

const sha256 = (text) => createHash("sha256").update(text).digest("hex");
const hmac = (key, text) => createHmac("sha256", key).update(text).digest();

module.exports = { authorization, cloudCall };
