import { control, direct, document, QUARTERLY_DAYS, supporting, YEARLY_DAYS } from "./control.ts";

/** What happens when something has gone wrong. */
export const INCIDENT = [
  control({
    id: "IR-01",
    family: "incident",
    statement: "A written incident plan names roles, severities, contacts and duties of notice.",
    criteria: {
      "CC2.3": supporting("The plan says which customers and authorities must be told, and when."),
      "CC7.3": supporting("Its severities give those who assess an event a common scale."),
      "CC7.4": direct("People under pressure respond well only along a plan made before."),
    },
    nature: "hybrid",
    frequency: "Annually; the contact daily",
    parts: ["security contact of the account"],
    documents: [document("incident-plan", "Incident plan, approved version", YEARLY_DAYS)],
    carvedOut: null,
  }),
  control({
    id: "IR-02",
    family: "incident",
    statement: "The incident plan is rehearsed at least once a year, and the lessons are acted on.",
    criteria: {
      "CC4.2": supporting("Lessons from a rehearsal are shortcomings with an owner and a date."),
      "CC7.4": direct("A rehearsal shows that the plan can be carried out by those it names."),
      "CC7.5": direct("Playing an incident to its end tests the way back to normal service."),
    },
    nature: "manual",
    frequency: "Annually",
    parts: [],
    documents: [
      document("rehearsal-record", "Record of the rehearsal: date, people, actions", YEARLY_DAYS),
    ],
    carvedOut: null,
  }),
  control({
    id: "IR-03",
    family: "incident",
    statement:
      "Each security incident is logged, contained, recovered from, communicated and reviewed, and a period without incidents is stated with the population searched.",
    criteria: {
      "CC2.3": supporting("The record shows that affected customers were told in time."),
      "CC7.3": supporting("The log says which events were judged to be incidents, and why."),
      "CC7.4": direct("The record of an incident is the response as it really went."),
      "CC7.5": direct("Recovery and the review after it stand in the same record."),
    },
    nature: "manual",
    frequency: "Per incident",
    parts: [],
    documents: [
      document(
        "incident-register",
        "Incidents of the quarter with the record of each, or a signed statement that there were none and what was searched",
        QUARTERLY_DAYS,
      ),
    ],
    carvedOut: null,
  }),
] as const;
