/** What Node takes beside its heap: itself, its code, sockets, buffers of what is being written. */
const BESIDE_HEAP_MB = 192;
/** A third of what is being made and soon let go; more only delays letting go. */
const MAX_SEMI_SPACE_MB = 8;
/** Of glibc's, which else keeps up to eight for each processor and gives none of them back. */
const MALLOC_ARENAS = 2;

/**
 * The environment by which Node keeps within a function's memory. Without it Lambda gives the heap
 * nine tenths of that, and as much again as a tenth in the young generation, so that a function is
 * ended for its memory before Node tidies up.
 *
 * @param memoryMb the function's
 * @see https://nodejs.org/api/cli.html#--max-old-space-sizesize-in-mib
 * @see https://sourceware.org/glibc/manual/latest/html_node/Memory-Allocation-Tunables.html
 */
export function nodeMemory(memoryMb: number) {
  return {
    NODE_OPTIONS: `--max-old-space-size=${memoryMb - BESIDE_HEAP_MB} --max-semi-space-size=${MAX_SEMI_SPACE_MB}`,
    MALLOC_ARENA_MAX: String(MALLOC_ARENAS),
  } as const;
}
