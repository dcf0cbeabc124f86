import {
  control,
  direct,
  document,
  documentWhenFound,
  QUARTERLY_DAYS,
  supporting,
} from "./control.ts";

/** Who can sign in, what they may do, and how that ends. */
export const ACCESS = [
  control({
    id: "AC-01",
    family: "access",
    statement: "Everyone who signs in to the AWS console, root included, uses MFA.",
    criteria: {
      "CC6.1": direct("Signing in is the first barrier, and a password alone is easily stolen."),
      "CC6.6": supporting(
        "The console stands open to the internet, where a second factor stops stolen passwords.",
      ),
    },
    nature: "hybrid",
    frequency: "Daily; quarterly for the identity provider",
    parts: ["root user's MFA", "console users' MFA", "other ways to sign in"],
    documents: [
      documentWhenFound(
        "identity-provider-mfa",
        "MFA setting of the identity provider, where AWS cannot show it",
        QUARTERLY_DAYS,
      ),
    ],
    carvedOut: null,
  }),
  control({
    id: "AC-02",
    family: "access",
    statement:
      "The root user has no access keys and is used only for tasks that need it, each use explained.",
    criteria: {
      "CC6.1": direct("Root passes every permission there is, so it must not lie about as a key."),
      "CC6.3": supporting("Work done as root has rights far beyond what any task needs."),
      "CC7.2": supporting("Root use is rare enough that each one is an anomaly to be explained."),
    },
    nature: "hybrid",
    frequency: "Daily",
    parts: ["root access keys", "use of the root user"],
    documents: [
      documentWhenFound("root-use-explanation", "Explanation of a use of the root user", null),
    ],
    carvedOut: null,
  }),
  control({
    id: "AC-03",
    family: "access",
    statement: "The IAM password policy is at least as strict as the company's own policy.",
    criteria: {
      "CC6.1": direct("The password policy decides how weak a password for the console may be."),
    },
    nature: "automated",
    frequency: "Daily",
    parts: ["IAM password policy"],
    documents: [],
    carvedOut: null,
  }),
  control({
    id: "AC-04",
    family: "access",
    statement:
      "Access keys are rotated, and idle access keys, passwords, users and roles are removed, within the times set by company policy.",
    criteria: {
      "CC6.1": direct("Old and forgotten credentials are the ones that leak and still open doors."),
      "CC6.2": supporting(
        "Credentials that nobody uses any more are withdrawn without waiting for a leaver.",
      ),
    },
    nature: "automated",
    frequency: "Daily",
    parts: ["age of access keys", "idle access keys and passwords", "idle users and roles"],
    documents: [],
    carvedOut: null,
  }),
  control({
    id: "AC-05",
    family: "access",
    statement:
      "Each person has an identity of their own, and shared and service identities are listed with an owner.",
    criteria: {
      "CC6.1": direct("An action can be traced to a person only if no two share an identity."),
      "CC6.2": direct(
        "Matching identities with people shows that each one was registered for somebody.",
      ),
    },
    nature: "hybrid",
    frequency: "Daily; the list quarterly",
    parts: ["IAM users", "IAM Identity Center users"],
    documents: [
      document(
        "people-and-service-accounts",
        "List of people and of service accounts with their owners",
        QUARTERLY_DAYS,
      ),
    ],
    carvedOut: null,
  }),
  control({
    id: "AC-06",
    family: "access",
    statement: "Access is requested, and approved by someone entitled to, before it is granted.",
    criteria: {
      "CC6.2": direct(
        "An approval older than the account shows that the user was authorized first.",
      ),
      "CC6.3": supporting(
        "The approver sees which role is asked for and can refuse one too large.",
      ),
    },
    nature: "manual",
    frequency: "Per grant",
    parts: [],
    documents: [
      document(
        "grants-and-approvals",
        "Grants of the quarter with request, approver and times, or a statement that there were none",
        QUARTERLY_DAYS,
      ),
    ],
    carvedOut: null,
  }),
  control({
    id: "AC-07",
    family: "access",
    statement: "Access of leavers is removed within the time set by policy.",
    criteria: {
      "CC6.2": direct("An account that outlives its person is the lapse auditors sample for."),
      "CC6.3": supporting("Rights end together with the role that they were given for."),
    },
    nature: "hybrid",
    frequency: "Per leaver",
    parts: ["user lists before and after", "removal events in the trail"],
    documents: [
      document(
        "leaver-list",
        "Leavers of the quarter with times, or a statement that nobody left",
        QUARTERLY_DAYS,
      ),
    ],
    carvedOut: null,
  }),
  control({
    id: "AC-08",
    family: "access",
    statement:
      "Access to production is reviewed at the interval set by policy, person by person, and the changes decided are carried out.",
    criteria: {
      "CC6.2": supporting("A review finds the accounts that should have gone with a leaver."),
      "CC6.3": direct("Rights pile up as jobs change, and only a review takes them away again."),
    },
    nature: "hybrid",
    frequency: "Quarterly",
    parts: ["complete list of identities and their rights, with its hash"],
    documents: [
      document(
        "signed-access-review",
        "Signed review of that list, person by person, with the changes decided and when each was made",
        QUARTERLY_DAYS,
      ),
    ],
    carvedOut: null,
  }),
  control({
    id: "AC-09",
    family: "access",
    statement:
      "Permissions come from groups, roles or permission sets, and full administration is limited to named people.",
    criteria: {
      "CC6.1": supporting(
        "Few administrators means few identities whose loss gives everything away.",
      ),
      "CC6.3": direct(
        "Groups and roles are how rights follow from the job and not from the person.",
      ),
    },
    nature: "automated",
    frequency: "Daily",
    parts: [
      "where permissions are attached",
      "full administration",
      "permission sets and their assignments",
    ],
    documents: [],
    carvedOut: null,
  }),
  control({
    id: "AC-10",
    family: "access",
    statement:
      "Identities without full administration hold none of the known permission combinations by which they could raise their own rights.",
    criteria: {
      "CC6.3": direct("Limits on a role are void if the role itself can lift them."),
    },
    nature: "automated",
    frequency: "Daily",
    parts: ["paths to more rights"],
    documents: [],
    carvedOut: null,
  }),
  control({
    id: "AC-11",
    family: "access",
    statement:
      "Roles trust only accounts, providers and services that the company has named, with a source condition where AWS documents one for the service.",
    criteria: {
      "CC6.1": direct("A trust policy is the lock of a role, and says who may turn it."),
      "CC6.3": supporting("A narrow trust keeps a role's rights with those it was made for."),
      "CC9.2": supporting("Vendors' ways into the account are exactly these cross-account trusts."),
    },
    nature: "automated",
    frequency: "Daily",
    parts: ["trust policies of roles", "SAML and OIDC identity providers"],
    documents: [],
    carvedOut: null,
  }),
  control({
    id: "AC-12",
    family: "access",
    statement:
      "Every resource that another account or the public can reach is one that the company has recorded as shared on purpose.",
    criteria: {
      "CC6.1": direct(
        "Resource policies grant access past IAM users and roles, and must be known.",
      ),
      "CC6.6": direct(
        "A policy that admits other accounts is an opening in the system's boundary.",
      ),
      "C1.1": supporting(
        "Sharing by mistake is how confidential data comes to lie with strangers.",
      ),
    },
    nature: "automated",
    frequency: "Daily",
    parts: ["resource policies", "Access Analyzer findings"],
    documents: [],
    carvedOut: null,
  }),
  control({
    id: "AC-13",
    family: "access",
    statement:
      "Access to the source repository, deployment pipeline and identity provider requires MFA and is limited to those who need it.",
    criteria: {
      "CC6.1": direct(
        "Whoever holds the repository or the identity provider holds the account behind it.",
      ),
      "CC6.3": supporting(
        "Membership by need keeps repository and pipeline rights to those who build.",
      ),
      "CC8.1": supporting(
        "Only members of the repository can put a change on its way to production.",
      ),
    },
    nature: "manual",
    frequency: "Quarterly",
    parts: [],
    documents: [
      document("member-exports", "Exports of members and their roles", QUARTERLY_DAYS),
      document("mfa-enforcement", "MFA enforcement setting of each system", QUARTERLY_DAYS),
    ],
    carvedOut: null,
  }),
  control({
    id: "AC-14",
    family: "access",
    statement:
      "Secrets are kept in a managed store rather than in plain function, task or build settings, and are rotated as policy says.",
    criteria: {
      "CC6.1": direct("A secret in plain settings is a credential that every reader of them has."),
      "C1.1": supporting(
        "A database password in plain sight opens the confidential data behind it.",
      ),
    },
    nature: "automated",
    frequency: "Daily",
    parts: ["metadata of secrets", "function, task and build settings, names only"],
    documents: [],
    carvedOut: null,
  }),
] as const;
