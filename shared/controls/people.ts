import { control, direct, document, QUARTERLY_DAYS, supporting } from "./control.ts";

/** Joining, training, confidentiality and the laptops that people work on. */
export const PEOPLE = [
  control({
    id: "PE-01",
    family: "people",
    statement:
      "Each joiner's background check, as far as local law allows one, is completed before the start date or within the time that policy states.",
    criteria: {
      "CC1.1": supporting("A check before trust is given keeps some dishonest applicants out."),
      "CC1.4": direct("Checking a joiner's background is part of choosing people fit for the job."),
    },
    nature: "manual",
    frequency: "Per joiner",
    parts: [],
    documents: [
      document(
        "background-checks",
        "Joiners of the quarter with date and provider of each completed check, never the report, or a statement that nobody joined",
        QUARTERLY_DAYS,
      ),
    ],
    carvedOut: null,
  }),
  control({
    id: "PE-02",
    family: "people",
    statement:
      "Everyone completes security training within thirty days of joining and each year after.",
    criteria: {
      "CC1.4": direct(
        "Training is how people acquire and keep the knowledge that security work takes.",
      ),
      "CC2.2": supporting("The course tells every person which security duties are theirs."),
    },
    nature: "manual",
    frequency: "On joining and annually",
    parts: [],
    documents: [
      document("training-completion", "Export of completions with dates", QUARTERLY_DAYS),
      document("people-list", "List of people with start dates", QUARTERLY_DAYS),
    ],
    carvedOut: null,
  }),
  control({
    id: "PE-03",
    family: "people",
    statement: "Everyone signs a confidentiality agreement before getting access to customer data.",
    criteria: {
      "CC1.1": supporting(
        "The signature commits a person to honest handling of what customers entrust.",
      ),
      "CC2.2": supporting("The agreement tells each person what they must keep to themselves."),
      "C1.1": direct(
        "Whoever touches confidential data is bound to secrecy before they first see it.",
      ),
    },
    nature: "manual",
    frequency: "Per joiner",
    parts: [],
    documents: [
      document(
        "confidentiality-agreements",
        "Signed agreements with dates, joined to the list of people",
        QUARTERLY_DAYS,
      ),
    ],
    carvedOut: null,
  }),
  control({
    id: "PE-04",
    family: "people",
    statement:
      "Laptops that reach production are managed, with disk encryption, screen lock, updates and malware protection enforced.",
    criteria: {
      "CC6.1": supporting(
        "A locked and encrypted laptop keeps the sessions and keys on it from a thief.",
      ),
      "CC6.7": direct(
        "Laptops are how data leaves the building, so their disks have to be unreadable.",
      ),
      "CC6.8": direct(
        "Enforced malware protection keeps harmful software off the machines that reach production.",
      ),
    },
    nature: "manual",
    frequency: "Continuously, shown quarterly",
    parts: [],
    documents: [
      document(
        "device-management-export",
        "Export of devices with each setting's state",
        QUARTERLY_DAYS,
      ),
      document("device-holders", "List that joins each device to a person", QUARTERLY_DAYS),
    ],
    carvedOut: null,
  }),
] as const;
