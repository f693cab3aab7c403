/**
 * Aborted when the first of the two is. Not `AbortSignal.any`, which forgets a source that nobody else holds, as it is with
 * `AbortSignal.timeout` there: after a garbage collection such a time never ends (Node 20.20, measured). A listener keeps it.
 */
export function untilEither(one: AbortSignal, other: AbortSignal): AbortSignal {
  const both = new AbortController();
  const end = ({ reason }: AbortSignal): void => {
    one.removeEventListener("abort", endOfOne);
    other.removeEventListener("abort", endOfOther);
    both.abort(reason);
  };
  const endOfOne = (): void => {
    end(one);
  };
  const endOfOther = (): void => {
    end(other);
  };
  one.addEventListener("abort", endOfOne);
  other.addEventListener("abort", endOfOther);
  const over = [one, other].find(({ aborted }) => aborted);
  if (over !== undefined) end(over);
  return both.signal;
}
