import type { Criterion } from "./criterion.ts";

/** P1 to P8: in scope where the company makes promises to the people whose personal data it holds. */
export const PRIVACY_CRITERIA = [
  {
    id: "P1.1",
    folder: "P1.1-privacy-notice",
    name: "Privacy notice",
    category: "Privacy",
    about:
      "The auditor reads your public privacy notice against what the product collects, and asks how people learn that it changed.",
  },
  {
    id: "P2.1",
    folder: "P2.1-choice-and-consent",
    name: "Choice and consent",
    category: "Privacy",
    about:
      "The auditor looks at what people can agree to or refuse, what follows from each choice, and where the choice is stored. A row per consent with its time is good evidence.",
  },
  {
    id: "P3.1",
    folder: "P3.1-collection",
    name: "Collection limited to objectives",
    category: "Privacy",
    about:
      "The auditor compares the fields you collect with the purposes you named. A field that nobody can explain is the finding.",
  },
  {
    id: "P3.2",
    folder: "P3.2-explicit-consent",
    name: "Explicit consent for collection",
    category: "Privacy",
    about:
      "Where sensitive data needs a clear yes, the auditor wants to see that the yes was recorded before the first byte was collected.",
  },
  {
    id: "P4.1",
    folder: "P4.1-use-limitation",
    name: "Use limitation",
    category: "Privacy",
    about:
      "The auditor asks who inside uses personal data for what, analytics and model training included, and whether the notice says so.",
  },
  {
    id: "P4.2",
    folder: "P4.2-retention",
    name: "Retention",
    category: "Privacy",
    about:
      "The auditor takes the retention period of a kind of personal data from your schedule and looks for the setting or job that enforces it.",
  },
  {
    id: "P4.3",
    folder: "P4.3-privacy-disposal",
    name: "Secure disposal of personal data",
    category: "Privacy",
    about:
      "The auditor picks an erasure request and asks for proof from every store, backups and vendors included.",
  },
  {
    id: "P5.1",
    folder: "P5.1-subject-access",
    name: "Subject access",
    category: "Privacy",
    about:
      "The auditor samples requests from people who wanted to see their data: how you knew who they were, and how long the answer took.",
  },
  {
    id: "P5.2",
    folder: "P5.2-correction",
    name: "Correction of personal data",
    category: "Privacy",
    about:
      "The auditor samples requests to correct data: that the correction was made, passed on to those who had received the data, or refused with a reason.",
  },
  {
    id: "P6.1",
    folder: "P6.1-disclosure-consent",
    name: "Disclosure to third parties with consent",
    category: "Privacy",
    about:
      "The auditor lists everyone to whom personal data flows, analytics and support tools included, and asks where the person was told or agreed.",
  },
  {
    id: "P6.2",
    folder: "P6.2-authorized-disclosures",
    name: "Record of authorized disclosures",
    category: "Privacy",
    about:
      "The auditor asks for a dated list of what was handed to whom on purpose, and compares it with the flows that your architecture shows.",
  },
  {
    id: "P6.3",
    folder: "P6.3-unauthorized-disclosures",
    name: "Record of unauthorized disclosures",
    category: "Privacy",
    about:
      "The auditor asks for the list of leaks and misdirected data, known or suspected, and what was searched if the list is empty.",
  },
  {
    id: "P6.4",
    folder: "P6.4-third-party-privacy",
    name: "Third-party privacy commitments",
    category: "Privacy",
    about:
      "The auditor reads the data processing agreements of vendors that see personal data and asks how you check that they are kept.",
  },
  {
    id: "P6.5",
    folder: "P6.5-third-party-breach-notice",
    name: "Third-party breach notification commitments",
    category: "Privacy",
    about:
      "The auditor looks in vendor agreements for the duty to tell you of a breach in time, and for what you do when such a message comes.",
  },
  {
    id: "P6.6",
    folder: "P6.6-breach-notification",
    name: "Breach notice to subjects and regulators",
    category: "Privacy",
    about:
      "The auditor checks that the incident plan names whom the law makes you tell, by when and who does it, and samples a breach if there was one.",
  },
  {
    id: "P6.7",
    folder: "P6.7-accounting-of-disclosures",
    name: "Accounting of data held and disclosed",
    category: "Privacy",
    about:
      "The auditor asks whether you could tell one person what you hold about them and who has received it, and samples such an answer.",
  },
  {
    id: "P7.1",
    folder: "P7.1-data-quality",
    name: "Personal data quality",
    category: "Privacy",
    about:
      "The auditor asks how personal data is kept right and up to date for the purpose it serves: validation on entry, and ways for people to correct it.",
  },
  {
    id: "P8.1",
    folder: "P8.1-complaints-and-monitoring",
    name: "Privacy inquiries, complaints and monitoring",
    category: "Privacy",
    about:
      "The auditor samples privacy questions and complaints from receipt to answer, and asks who looks whether the company keeps its own privacy rules.",
  },
] as const satisfies readonly Criterion[];
