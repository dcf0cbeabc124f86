import { declined, harmful, harmfulWith, judged, mapped } from "./rule.ts";

/** Topics, queues and mail. */
export const MESSAGING_RULES = [
  judged("sns.topic-encrypted", {
    ids: { fsbp: ["SNS.1"], config: ["sns-encrypted-kms"] },
    harm: harmfulWith("somebody has to get at AWS's storage of messages"),
  }),
  judged("sns.topic-policy-not-public", {
    ids: { config: ["sns-topic-no-public-access"] },
    harm: harmful("strangers can send messages as the product or subscribe to them"),
  }),
  declined("sns.delivery-status-logged", "Topics log the delivery of messages", {
    ids: { fsbp: ["SNS.2"], config: ["sns-topic-message-delivery-notification-enabled"] },
    because:
      "AWS retired the control; whether an alarm arrives is shown by the test alert, and other deliveries are the product's own affair",
    downtime: "none",
  }),
  mapped("sns.subscriptions-encrypted", "No topic delivers over plain HTTP", {
    ids: { prowler: ["sns_subscription_not_using_http_endpoints"] },
    criteria: {
      "CC6.7":
        "Messages cross the internet to the subscriber's address for everyone on the path to read.",
    },
    harm: harmfulWith("somebody has to sit on the path"),
    downtime: "none",
  }),
  judged("sqs.queue-encrypted", {
    ids: { config: ["sqs-queue-encrypted"] },
    harm: harmfulWith("somebody has to get at AWS's storage of messages"),
  }),
  judged("sqs.queue-policy-not-public", {
    ids: { config: ["sqs-queue-no-public-access"] },
    harm: harmful("strangers can read messages or feed the product their own"),
  }),
  mapped("ses.mail-signed", "Mail of the company's domains is signed with DKIM", {
    ids: { prowler: ["ses_identity_dkim_enabled"] },
    criteria: {
      "CC6.7":
        "A signature lets receivers tell the company's mail from a forgery and from an altered one.",
    },
    harm: harmfulWith("somebody has to forge mail and be believed"),
    downtime: "none",
  }),
  mapped("ses.identity-not-public", "No sending identity's policy lets everyone in", {
    ids: { prowler: ["ses_identity_not_publicly_accessible"] },
    criteria: {
      "CC6.1": "The policy says who may send in the company's name.",
      "CC6.6": "Strangers' mail would pass every check as the company's own.",
    },
    harm: harmful("strangers can send mail in the company's name"),
    downtime: "none",
  }),
  mapped("ses.mail-encrypted-in-transit", "Mail is sent only over TLS", {
    ids: { fsbp: ["SES.3"], config: ["ses-sending-tls-required"] },
    criteria: {
      "CC6.7":
        "Without it a message goes out in plain text whenever the other side does not offer TLS.",
      "C1.1": "Mails to customers carry links and figures that are nobody else's.",
    },
    harm: harmfulWith("somebody has to sit on the path"),
    downtime: "none",
  }),
];
