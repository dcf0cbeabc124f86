import { sizeInWords } from "../../../shared/report/verdict-words.ts";
import { byId, fill } from "./elements.ts";
import type { Progress } from "./messages.ts";

/** Who cannot see the bar is told every so many percent: more often would be noise. */
const SAID_EVERY_PERCENT = 25;

/** How far a verification has come, for eyes and for screen readers. */
export class ProgressView {
  readonly #section = byId("progress", HTMLElement);
  readonly #bar = byId("bar", HTMLProgressElement);
  readonly #count = byId("count", HTMLElement);
  #saidPercent = 0;

  begin(name: string): void {
    this.#saidPercent = 0;
    this.#bar.removeAttribute("value");
    fill(this.#count, `Reading the names in ${name} …`);
    this.#section.hidden = false;
    announce(`Verifying ${name}.`);
  }

  show({ filesDone, files, bytesDone, bytes }: Progress): void {
    const percent = bytes === 0 ? 0 : Math.floor((100 * bytesDone) / bytes);
    this.#bar.value = percent;
    const counts = `${filesDone.toLocaleString("en-US")} of ${files.toLocaleString("en-US")} files`;
    fill(this.#count, `${counts}, ${sizeInWords(bytesDone)} of ${sizeInWords(bytes)}`);
    if (percent < this.#saidPercent + SAID_EVERY_PERCENT) return;
    this.#saidPercent = percent - (percent % SAID_EVERY_PERCENT);
    announce(`${percent} percent: ${counts}.`);
  }

  end(): void {
    this.#section.hidden = true;
  }
}

/** Says a sentence to screen readers, once they have nothing else to say. */
export function announce(sentence: string): void {
  fill(byId("announcement", HTMLElement), sentence);
}
