import { control, direct, document, supporting, YEARLY_DAYS } from "./control.ts";

/** Those whom the company relies on, AWS first among them. */
export const VENDORS = [
  control({
    id: "VN-01",
    family: "vendors",
    statement:
      "All vendors and subservice organisations are listed with owner, data, criticality and review date, and the list covers every outside party that the account trusts.",
    criteria: {
      "CC3.2": supporting("How critical a vendor is feeds the rating of the risks it brings."),
      "CC9.2": direct("Vendor risk cannot be managed for a vendor that is on no list."),
      "C1.1": supporting("The list says which outsiders hold confidential data."),
    },
    nature: "hybrid",
    frequency: "Annually and per new vendor; the account's trusts daily",
    parts: ["role trusts to other accounts", "SAML and OIDC identity providers"],
    documents: [document("vendor-register", "Vendor register", YEARLY_DAYS)],
    carvedOut: null,
  }),
  control({
    id: "VN-02",
    family: "vendors",
    statement:
      "Assurance reports of critical vendors, AWS included, are read each year for period, opinion, exceptions, bridge letter and the duties that they leave to the company.",
    criteria: {
      "CC4.1": supporting(
        "Controls that vendors run for us are evaluated by reading who examined them.",
      ),
      "CC6.4": supporting(
        "AWS's report is where the guarding of its data centres is described and tested.",
      ),
      "CC9.2": direct(
        "Reading what a vendor's examiner found is how its risk is watched year by year.",
      ),
      "A1.2": supporting(
        "The report covers power, cooling and fire protection, which AWS alone provides.",
      ),
    },
    nature: "manual",
    frequency: "Annually",
    parts: [],
    documents: [
      document("report-review-notes", "Review note per critical vendor's report", YEARLY_DAYS),
      document(
        "customer-duties-map",
        "Duties that the reports leave to the company, with the control that meets each",
        YEARLY_DAYS,
      ),
    ],
    carvedOut: null,
  }),
  control({
    id: "VN-03",
    family: "vendors",
    statement:
      "Contracts with vendors that handle customer data contain confidentiality, security and breach-notice terms.",
    criteria: {
      "CC2.3": supporting(
        "The terms tell vendors what the company expects and what they must report back.",
      ),
      "CC9.2": direct("Terms in the contract are the hold that the company has on a vendor."),
      "C1.1": supporting(
        "Confidential data stays protected at a vendor only as far as it agreed to.",
      ),
    },
    nature: "manual",
    frequency: "Per vendor, checked annually",
    parts: [],
    documents: [
      document(
        "vendor-contract-terms",
        "Vendors that handle customer data, each with its contract and the terms found in it",
        YEARLY_DAYS,
      ),
    ],
    carvedOut: null,
  }),
  control({
    id: "VN-04",
    family: "vendors",
    statement:
      "AWS carries out physical access, environmental protection and media disposal in the data centres of production, and the company reviews its report each year.",
    criteria: {
      "CC6.4": direct("Production stands only in AWS's buildings, so AWS decides who walks in."),
      "CC6.5": supporting("Disks that production has used are destroyed by AWS, out of our sight."),
      "A1.2": supporting("AWS keeps the machines powered, cooled and safe from fire and water."),
    },
    nature: "manual",
    frequency: "Annually",
    parts: [],
    documents: [
      document(
        "aws-report-review",
        "Review note of AWS's SOC 2 report, naming the controls relied on",
        YEARLY_DAYS,
      ),
    ],
    carvedOut:
      "AWS operates the data centres as a subservice organisation; its own SOC 2 report describes and tests these controls.",
  }),
  control({
    id: "VN-05",
    family: "vendors",
    statement:
      "Entry to each office that holds in-scope equipment is restricted and reviewed every year, or the company states that it has no such office.",
    criteria: {
      "CC6.4": direct(
        "Whatever in-scope equipment is not in a data centre is guarded by the company itself.",
      ),
    },
    nature: "manual",
    frequency: "Annually",
    parts: [],
    documents: [
      document(
        "facility-access",
        "Reviewed list of who may enter, or a statement that no facility is in scope",
        YEARLY_DAYS,
      ),
    ],
    carvedOut: null,
  }),
] as const;
