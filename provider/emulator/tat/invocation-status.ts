import type { InvocationTaskRow, TaskStatus } from "../store/tat-rows";
import { isOver, isUndelivered } from "./tasks";

/** The status of an invocation, from its tasks'. That these statuses exist is documented; when which holds is not. */
export function invocationStatus(tasks: readonly InvocationTaskRow[]): string {
  if (tasks.length > 0 && tasks.every(isUndelivered)) return "PENDING";
  if (!tasks.every(isOver)) return "RUNNING";
  const kinds = new Set(tasks.map((task) => kindOf(task.TaskStatus)));
  const [first = "CANCELLED", ...others] = kinds;
  if (others.length === 0) return first;
  if (kinds.has("SUCCESS")) return kinds.has("FAILED") || kinds.has("TIMEOUT") ? "PARTIAL_FAILED" : "PARTIAL_CANCELLED";
  return kinds.has("CANCELLED") ? "PARTIAL_CANCELLED" : "FAILED";
}

function kindOf(status: TaskStatus): "SUCCESS" | "FAILED" | "TIMEOUT" | "CANCELLED" | "RUNNING" {
  switch (status) {
    case "SUCCESS":
      return "SUCCESS";
    case "TIMEOUT":
    case "TASK_TIMEOUT":
      return "TIMEOUT";
    case "CANCELLED":
    case "TERMINATED":
      return "CANCELLED";
    case "FAILED":
    case "DELIVER_FAILED":
    case "START_FAILED":
      return "FAILED";
    case "PENDING":
    case "DELIVERING":
    case "RUNNING":
      return "RUNNING";
  }
}
