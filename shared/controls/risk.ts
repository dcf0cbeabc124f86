import { control, direct, document, QUARTERLY_DAYS, supporting, YEARLY_DAYS } from "./control.ts";

/** What could go wrong, and what was decided about it. */
export const RISK = [
  control({
    id: "RK-01",
    family: "risk",
    statement:
      "Management writes down its security objectives and service commitments before each yearly risk assessment.",
    criteria: {
      "CC3.1": direct(
        "Written objectives with a date are the yardstick that risks are measured by.",
      ),
      "CC3.2": supporting("Ratings of impact mean something once it is clear what is at stake."),
    },
    nature: "manual",
    frequency: "Annually",
    parts: [],
    documents: [
      document(
        "security-objectives",
        "Dated security objectives and service commitments",
        YEARLY_DAYS,
      ),
    ],
    carvedOut: null,
  }),
  control({
    id: "RK-02",
    family: "risk",
    statement:
      "A risk assessment lists threats, business disruption included, with likelihood, impact, owner and treatment, and is approved each year.",
    criteria: {
      "CC3.2": direct("The approved register is the identification and analysis of risk itself."),
      "CC5.1": supporting("The treatment beside each risk is where the choice of controls begins."),
      "CC9.1": supporting("Threats of disruption are rated here before anyone plans for them."),
    },
    nature: "manual",
    frequency: "Annually",
    parts: [],
    documents: [
      document("risk-register", "Risk register", YEARLY_DAYS),
      document("risk-approval", "Approval of the risk assessment", YEARLY_DAYS),
    ],
    carvedOut: null,
  }),
  control({
    id: "RK-03",
    family: "risk",
    statement:
      "The yearly risk assessment records scenarios of fraud, insider misuse and override of controls, each with a treatment.",
    criteria: {
      "CC3.3": direct(
        "Written scenarios show that people with bad intent were thought of, insiders included.",
      ),
    },
    nature: "manual",
    frequency: "Annually",
    parts: [],
    documents: [
      document("fraud-scenarios", "Fraud and misuse scenarios in the risk register", YEARLY_DAYS),
    ],
    carvedOut: null,
  }),
  control({
    id: "RK-04",
    family: "risk",
    statement:
      "Each significant change in business, technology, vendors or law is entered in the risk register with a date and an assessment.",
    criteria: {
      "CC3.2": supporting(
        "The register stays a picture of today when changes enter it during the year.",
      ),
      "CC3.4": direct("A dated entry per change shows that its risk was weighed when it came."),
    },
    nature: "manual",
    frequency: "Per change, and annually",
    parts: [],
    documents: [
      document("change-triggers", "List of the changes that call for an assessment", YEARLY_DAYS),
      document(
        "register-changes",
        "Entries made in the quarter, or a statement that nothing significant changed",
        QUARTERLY_DAYS,
      ),
    ],
    carvedOut: null,
  }),
  control({
    id: "RK-05",
    family: "risk",
    statement:
      "Each open weakness has a named person's decision to fix, mitigate or accept it, with reasons and an end date.",
    criteria: {
      "CC3.2": supporting("Deciding on a weakness is answering the risk that it brings."),
      "CC4.2": direct(
        "A dated decision by name shows that a shortcoming reached someone who acts on it.",
      ),
      "CC5.1": supporting(
        "A decision to mitigate names the other control that was chosen instead.",
      ),
    },
    nature: "hybrid",
    frequency: "Daily; the register reviewed quarterly",
    parts: ["open findings", "decisions that cover them, with their end dates"],
    documents: [
      document("decision-register", "Decision register, reviewed this quarter", QUARTERLY_DAYS),
    ],
    carvedOut: null,
  }),
  control({
    id: "RK-06",
    family: "risk",
    statement: "Management selects and documents controls for each risk above its tolerance.",
    criteria: {
      "CC3.2": supporting("A control beside each large risk completes the answer to it."),
      "CC5.1": direct("The matrix of risks and controls is the record of what was chosen and why."),
      "CC5.2": supporting("The matrix shows which risks are met by settings of technology."),
    },
    nature: "manual",
    frequency: "Annually",
    parts: [],
    documents: [
      document("risk-control-matrix", "Matrix of risks, tolerance and controls", YEARLY_DAYS),
    ],
    carvedOut: null,
  }),
] as const;
