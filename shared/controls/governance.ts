import { control, direct, document, QUARTERLY_DAYS, supporting, YEARLY_DAYS } from "./control.ts";

/** How the company is led and who answers for what. */
export const GOVERNANCE = [
  control({
    id: "GV-01",
    family: "governance",
    statement:
      "Every employee and contractor signs the code of conduct when they join and confirms it each year.",
    criteria: {
      "CC1.1": direct(
        "A signed code is how the company states its values and each person takes them on.",
      ),
      "CC1.5": supporting(
        "A breach can only be held against someone who signed the rule beforehand.",
      ),
      "CC2.2": supporting(
        "The yearly confirmation puts the rules of conduct before every person again.",
      ),
    },
    nature: "manual",
    frequency: "On joining and annually",
    parts: [],
    documents: [
      document("code-of-conduct", "Code of conduct, approved version", YEARLY_DAYS),
      document(
        "code-acknowledgements",
        "Signed acknowledgements, joined to the list of people",
        QUARTERLY_DAYS,
      ),
    ],
    carvedOut: null,
  }),
  control({
    id: "GV-02",
    family: "governance",
    statement:
      "The founders or board meet at least once a year to review security, risks and open exceptions, and the minutes name someone who does not run the controls or state that there was nobody.",
    criteria: {
      "CC1.2": direct(
        "Minutes of such a meeting are the only trace that oversight leaves in a small company.",
      ),
      "CC3.2": supporting("Those who lead the company see the rated risks and can challenge them."),
      "CC4.2": supporting(
        "Open exceptions come before the people who can demand that they be closed.",
      ),
    },
    nature: "manual",
    frequency: "At least annually",
    parts: [],
    documents: [
      document("oversight-minutes", "Dated minutes with attendance", YEARLY_DAYS),
      document("oversight-pack", "What was put before the meeting", YEARLY_DAYS),
    ],
    carvedOut: null,
  }),
  control({
    id: "GV-03",
    family: "governance",
    statement:
      "An organisation chart and written role descriptions say who reports to whom and who answers for security.",
    criteria: {
      "CC1.3": direct("The chart and the role descriptions are the reporting lines in writing."),
      "CC1.5": supporting("A written security role gives a person something to be measured by."),
    },
    nature: "manual",
    frequency: "Annually and on change",
    parts: [],
    documents: [
      document("organisation-chart", "Organisation chart", YEARLY_DAYS),
      document("security-role-description", "Description of the security role", YEARLY_DAYS),
    ],
    carvedOut: null,
  }),
  control({
    id: "GV-04",
    family: "governance",
    statement: "Each control has one named person who performs it and one who answers for it.",
    criteria: {
      "CC1.3": direct(
        "Naming people per control carries authority from the chart down to daily work.",
      ),
      "CC1.5": direct("Nobody can be held to a duty that has no name beside it."),
      "CC5.3": supporting("A procedure is put to work by the person who is named to perform it."),
    },
    nature: "hybrid",
    frequency: "Daily, and acknowledged annually",
    parts: ["owners and performers in the sealed configuration"],
    documents: [
      document("owner-acknowledgements", "Owners' acknowledgement of their controls", YEARLY_DAYS),
    ],
    carvedOut: null,
  }),
  control({
    id: "GV-05",
    family: "governance",
    statement:
      "Managers review how each person performed, security duties included, at least once a year.",
    criteria: {
      "CC1.4": supporting("The review is where missing skills for security work come to light."),
      "CC1.5": direct(
        "A yearly review that covers security duties is where people answer for them.",
      ),
    },
    nature: "manual",
    frequency: "Annually",
    parts: [],
    documents: [
      document(
        "review-completion-list",
        "List of completed reviews: person, manager and date, never the contents",
        YEARLY_DAYS,
      ),
    ],
    carvedOut: null,
  }),
  control({
    id: "GV-06",
    family: "governance",
    statement:
      "The security policies are approved by management, reviewed each year and published to everyone who works here.",
    criteria: {
      "CC2.2": direct("Published policies are how people learn what the company expects of them."),
      "CC5.3": direct("Approved and reviewed policies are the rules that procedures are built on."),
    },
    nature: "manual",
    frequency: "Annually and on change",
    parts: [],
    documents: [
      document("approved-policies", "Security policies with proof of approval", YEARLY_DAYS),
      document("policy-review-log", "Log of the yearly reviews", YEARLY_DAYS),
      document("policy-publication", "Where and to whom the policies are published", YEARLY_DAYS),
    ],
    carvedOut: null,
  }),
  control({
    id: "GV-07",
    family: "governance",
    statement:
      "AWS settings are at least as strict as the numbers that the security policies state.",
    criteria: {
      "CC4.1": supporting(
        "Holding each number against its setting every day evaluates practice as it runs.",
      ),
      "CC5.2": supporting(
        "Password length, key age and log retention are general technology settings.",
      ),
      "CC5.3": direct("A policy is put to work only where the systems are set to its numbers."),
    },
    nature: "automated",
    frequency: "Daily",
    parts: ["policy numbers", "settings that a policy number governs"],
    documents: [],
    carvedOut: null,
  }),
] as const;
