import { ApiError, type ApiErrorDetails, isApiError } from "../../../provider/api/errors";

const details: ApiErrorDetails = {
  action: "CreateHaVip",
  region: "ap-guangzhou",
  endpoint: "https://vpc.tencentcloudapi.com",
  code: "InvalidParameterValue.Range",
  cloudMessage: "The value is out of range.",
  requestId: "r-1",
  attempts: 1,
  elapsedMs: 120,
  hint: "Choose another address.",
  known: "definite",
};

test("the message tells what was attempted, where, what was answered, and what to do", () => {
  expect(new ApiError(details).message).toBe(
    "CreateHaVip in ap-guangzhou at https://vpc.tencentcloudapi.com failed: InvalidParameterValue.Range: " +
      "The value is out of range. (request id r-1, 1 attempt, 0.1 s)\nChoose another address.",
  );
});

test("what others wrote cannot steer the reader's terminal or begin a line of its own", () => {
  const foreign = { code: "Bad\u001b[2J", cloudMessage: "\u001b]0;owned\u0007bad\r\n::error::x", requestId: "r\n1" };
  const error = new ApiError({ ...details, ...foreign, hint: "" });
  expect(error.message).toMatch(/Bad\?\[2J: \?\]0;owned\?bad ::error::x \(request id r 1, /);
  const shown = { code: "Bad?[2J", cloudMessage: "?]0;owned?bad ::error::x", requestId: "r 1" };
  expect(error).toMatchObject(shown);
});

test("the message of a call that was not answered says so, and that it may have been carried out", () => {
  const unanswered = { ...details, code: "", cloudMessage: "socket hang up", requestId: "", attempts: 3, hint: "" };
  expect(new ApiError({ ...unanswered, known: "ambiguous" }).message).toBe(
    "CreateHaVip in ap-guangzhou at https://vpc.tencentcloudapi.com failed: socket hang up " +
      "(no request id, 3 attempts, 0.1 s)\nIt is not known whether this was carried out.",
  );
});

test("the message of a read does not ask what it may have changed", () => {
  const read = { ...details, action: "DescribeHaVips", known: "ambiguous" } as const;
  expect(new ApiError(read).message).not.toContain("not known");
});

test("the message of a call that was never sent counts no attempts", () => {
  expect(new ApiError({ ...details, attempts: 0, hint: "" }).message).not.toContain("attempt");
});

test("the facts can be read from the error", () => {
  const { region: _, ...facts } = details;
  expect(new ApiError({ ...details, world: "tencentcloud" })).toMatchObject({
    ...facts,
    name: "ApiError",
    world: "tencentcloud",
  });
});

test("it is recognized by its code or the code before the dot", () => {
  const error = new ApiError(details);
  expect(isApiError(error)).toBe(true);
  expect(isApiError(error, "ResourceInUse", "InvalidParameterValue.Range")).toBe(true);
  expect(isApiError(error, "InvalidParameterValue")).toBe(true);
  expect(isApiError(error, "InvalidParameter")).toBe(false);
  expect(isApiError(new Error("InvalidParameterValue"))).toBe(false);
});
