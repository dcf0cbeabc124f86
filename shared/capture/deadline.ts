/** What work throws that the end of the time for gathering cut off. */
export class DeadlineExceeded extends Error {
  override readonly name = "DeadlineExceeded";
}

const TOO_LATE = "The time for gathering was over before AWS answered";

/** @throws DeadlineExceeded when the deadline has passed */
export function refuseAfter(deadline: AbortSignal): void {
  if (deadline.aborted) throw new DeadlineExceeded(TOO_LATE);
}

/**
 * Starts `work` and gives what it gives, but no later than the deadline. Work that the deadline
 * finds under way goes on unseen: its end changes nothing.
 *
 * @throws DeadlineExceeded at the deadline, and without starting when it has passed
 */
export async function beforeDeadline<T>(work: () => Promise<T>, deadline: AbortSignal): Promise<T> {
  refuseAfter(deadline);
  let onAbort = () => {};
  const aborted = new Promise<never>((_resolve, reject) => {
    onAbort = () => reject(new DeadlineExceeded(TOO_LATE));
    deadline.addEventListener("abort", onAbort, { once: true });
  });
  try {
    return await Promise.race([work(), aborted]);
  } finally {
    deadline.removeEventListener("abort", onAbort);
  }
}

/**
 * Waits `ms` milliseconds, or until the deadline: it leaves no timer that would keep a process
 * alive after that.
 */
export function waitMs(ms: number, deadline?: AbortSignal): Promise<void> {
  return new Promise((done) => {
    if (deadline?.aborted === true) return done();
    const end = () => {
      clearTimeout(timer);
      deadline?.removeEventListener("abort", end);
      done();
    };
    const timer = setTimeout(end, ms);
    deadline?.addEventListener("abort", end, { once: true });
  });
}
