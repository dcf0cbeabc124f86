import { sizeInWords } from "../../../shared/report/verdict-words.ts";
import { counted } from "../../../shared/report/words.ts";
import { chosenFolder, chosenZip, droppedEvidence } from "./chosen-evidence.ts";
import { byId, fill } from "./elements.ts";
import { type Field, type Typed, understand } from "./known-from-outside.ts";
import type { Evidence, VerifyRequest } from "./messages.ts";

/** What the form tells the page. */
export interface FormListener {
  /** Everything is there; verification may begin. */
  readonly onVerify: (request: VerifyRequest) => void;
  /** What was chosen or typed is no longer what a verdict was about. */
  readonly onChange: () => void;
}

const FIELDS: readonly Field[] = ["fingerprint", "known-head", "as-of"];

/** Where a person chooses evidence and says what they know of it from elsewhere. */
export class Form {
  readonly #form = byId("form", HTMLFormElement);
  readonly #chosen = byId("chosen", HTMLElement);
  readonly #drop = byId("drop", HTMLElement);
  readonly #listener: FormListener;
  #evidence: Evidence | null = null;

  constructor(listener: FormListener) {
    this.#listener = listener;
    this.#listenToInput("choose-zip", "zip", chosenZip);
    this.#listenToInput("choose-folder", "folder", chosenFolder);
    this.#listenToDrops();
    for (const field of FIELDS) {
      fieldOf(field).addEventListener("input", () => {
        this.#say(field, "");
        listener.onChange();
      });
    }
    this.#form.addEventListener("submit", (event) => {
      event.preventDefault();
      this.#submit();
    });
  }

  /** While a verification runs, nothing of it can be changed. */
  set busy(isBusy: boolean) {
    byId("fields", HTMLFieldSetElement).disabled = isBusy;
  }

  #listenToInput(
    buttonId: string,
    inputId: string,
    read: (files: FileList) => Evidence | null,
  ): void {
    const input = byId(inputId, HTMLInputElement);
    byId(buttonId, HTMLButtonElement).addEventListener("click", () => input.click());
    input.addEventListener("change", () => {
      const evidence = input.files === null ? null : read(input.files);
      // The same file chosen again is a choice, too.
      input.value = "";
      if (evidence !== null) this.#choose(evidence);
    });
  }

  /** The whole page takes drops: one that misses the frame must not open the ZIP instead. */
  #listenToDrops(): void {
    addEventListener("dragover", (event) => {
      event.preventDefault();
      this.#drop.classList.add("over");
    });
    addEventListener("dragleave", () => this.#drop.classList.remove("over"));
    addEventListener("drop", (event) => {
      event.preventDefault();
      this.#drop.classList.remove("over");
      const { dataTransfer } = event;
      if (dataTransfer === null || byId("fields", HTMLFieldSetElement).disabled) return;
      fill(this.#chosen, "Reading the names in the folder …");
      droppedEvidence(dataTransfer).then(
        (evidence) => {
          if (evidence === null) this.#refuse("That was no file and no folder.");
          else this.#choose(evidence);
        },
        (thrown: unknown) => {
          const why = thrown instanceof Error ? thrown.message : String(thrown);
          this.#refuse(`The browser does not open what was dropped (${why}). Choose it instead.`);
        },
      );
    });
  }

  #choose(evidence: Evidence): void {
    this.#evidence = evidence;
    this.#chosen.classList.remove("wrong");
    fill(this.#chosen, `Chosen: ${evidenceInWords(evidence)}`);
    this.#listener.onChange();
  }

  #refuse(message: string): void {
    this.#evidence = null;
    this.#chosen.classList.add("wrong");
    fill(this.#chosen, message);
    this.#listener.onChange();
  }

  #submit(): void {
    if (this.#evidence === null) {
      this.#refuse("Choose a ZIP or a folder first.");
      byId("choose-zip", HTMLButtonElement).focus();
      return;
    }
    const typed: Typed = {
      fingerprint: fieldOf("fingerprint").value,
      "known-head": fieldOf("known-head").value,
      "as-of": fieldOf("as-of").value,
    };
    const understood = understand(typed, new Date().toISOString());
    for (const field of FIELDS) this.#say(field, "");
    if (understood.ok) {
      this.#listener.onVerify({ evidence: this.#evidence, ...understood.request });
      return;
    }
    if (understood.field !== "fingerprint") byId("more", HTMLDetailsElement).open = true;
    this.#say(understood.field, understood.message);
    fieldOf(understood.field).focus();
  }

  #say(field: Field, message: string): void {
    fill(byId(`${field}-wrong`, HTMLElement), message);
    fieldOf(field).setAttribute("aria-invalid", String(message !== ""));
  }
}

function fieldOf(field: Field): HTMLInputElement | HTMLTextAreaElement {
  return field === "fingerprint" ? byId(field, HTMLTextAreaElement) : byId(field, HTMLInputElement);
}

/** `evidence.zip, 4.2 MB`, or a folder with the number of its files. */
export function evidenceInWords(evidence: Evidence): string {
  if (evidence.kind === "zip") return `${evidence.name}, ${sizeInWords(evidence.file.size)}`;
  const bytes = evidence.files.reduce((sum, { blob }) => sum + blob.size, 0);
  return `${evidence.name}, ${counted(evidence.files.length, "file")}, ${sizeInWords(bytes)}`;
}
