import { control, direct, document, QUARTERLY_DAYS, supporting, YEARLY_DAYS } from "./control.ts";

/** What staff, customers and the auditor are told, and how good that information is. */
export const COMMUNICATION = [
  control({
    id: "CM-01",
    family: "communication",
    statement:
      "Staff have a channel to report security and conduct concerns, anonymously if they wish, and are told of it on joining and each year.",
    criteria: {
      "CC1.1": supporting("A channel without fear lets breaches of the code of conduct come out."),
      "CC2.2": direct("Concerns travel upwards only where people know a way that is open to them."),
      "CC7.3": supporting("What staff notice and report is a security event to be looked into."),
    },
    nature: "manual",
    frequency: "On joining and annually",
    parts: [],
    documents: [
      document("reporting-channel", "Page that describes the channel", YEARLY_DAYS),
      document("channel-announcement", "Announcement or onboarding record", YEARLY_DAYS),
    ],
    carvedOut: null,
  }),
  control({
    id: "CM-02",
    family: "communication",
    statement:
      "Customers are told how to report security problems, and each report is tracked to an answer.",
    criteria: {
      "CC2.3": direct(
        "A public way in, with answers, is two-way communication with outsiders about security.",
      ),
      "CC7.3": supporting(
        "Reports from customers and researchers are judged like any other sign of trouble.",
      ),
      "CC7.4": supporting("A report that proves true starts the response to an incident."),
    },
    nature: "manual",
    frequency: "Annually, and per report",
    parts: [],
    documents: [
      document("security-contact-page", "Public security page or contact", YEARLY_DAYS),
      document(
        "outside-reports",
        "Reports of the quarter with dates of receipt and answer, or a statement that there were none",
        QUARTERLY_DAYS,
      ),
    ],
    carvedOut: null,
  }),
  control({
    id: "CM-03",
    family: "communication",
    statement:
      "Commitments on security, availability and confidentiality are written in the contract or terms, and customers are told of changes that affect them.",
    criteria: {
      "CC2.3": direct("Terms and change notices are how customers learn what they may rely on."),
      "CC3.1": supporting(
        "What was promised to customers is what the company's objectives must reach.",
      ),
      "C1.1": supporting(
        "The contract says which of the customer's information is to be kept secret.",
      ),
    },
    nature: "manual",
    frequency: "Annually, and per change",
    parts: [],
    documents: [
      document("customer-terms", "Terms or agreement in force", YEARLY_DAYS),
      document(
        "change-notices",
        "Notices sent in the quarter, or a statement that there were none",
        QUARTERLY_DAYS,
      ),
    ],
    carvedOut: null,
  }),
  control({
    id: "CM-04",
    family: "communication",
    statement:
      "A system description with boundary, data flows, subservice organisations and customer duties is kept current and given to those who need it.",
    criteria: {
      "CC2.1": direct("Boundary and data flows say which information the controls have to cover."),
      "CC2.2": supporting(
        "Engineers learn from the description which parts the controls apply to.",
      ),
      "CC2.3": direct("Customers find in it what the service does and what is left to them."),
      "CC3.1": supporting("Objectives refer to a system, and the description says which one."),
    },
    nature: "hybrid",
    frequency: "Annually and on change; the boundary daily",
    parts: ["resources, tags and stacks of the account, held against the boundary"],
    documents: [
      document("system-description", "System description, approved version", YEARLY_DAYS),
      document("description-recipients", "Where staff and customers find it", YEARLY_DAYS),
    ],
    carvedOut: null,
  }),
  control({
    id: "CM-05",
    family: "communication",
    statement:
      "Each record that is used as evidence names its source, its time and its population, and the counts are reconciled.",
    criteria: {
      "CC2.1": direct("Source, time and reconciled counts are what lets a reader rely on a list."),
      "CC4.1": supporting(
        "An evaluation of controls is worth as much as the lists it was drawn from.",
      ),
    },
    nature: "hybrid",
    frequency: "Daily; lists from outside AWS annually",
    parts: ["call records", "populations and their reconciliation", "state of the seal"],
    documents: [
      document(
        "list-origins",
        "Note on how each list from outside AWS is drawn and checked for completeness",
        YEARLY_DAYS,
      ),
    ],
    carvedOut: null,
  }),
] as const;
