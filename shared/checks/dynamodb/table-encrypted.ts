import { tableSettings } from "../../sources/dynamodb/table-settings.ts";
import { check, covers, indeterminate, pass } from "../check.ts";
import { describedTable, everyTable } from "./every-table.ts";

/**
 * DynamoDB encrypts every table and has no switch for it; where it names no key it is one of
 * DynamoDB's own. So nothing fails here: the auditor sees each table with the key that it has.
 *
 * @see https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/encryption.howitworks.html
 */
export const tableEncrypted = check({
  id: "dynamodb.table-encrypted",
  title: "Every table is encrypted",
  severity: "high",
  controls: [covers("DP-01", "databases")],
  why: "Tables hold customers' data as databases do. AWS encrypts them all; which key it is decides who besides the table's users has a say.",
  fix: {
    downtime: "none",
    steps: "Nothing is to be mended. A key of your own can be chosen at any time.",
    cli: "aws dynamodb update-table --table-name TABLE --sse-specification Enabled=true,SSEType=KMS,KMSMasterKeyId=KEY_ARN",
    cdk: 'new dynamodb.TableV2(this, "Table", { partitionKey, encryption: dynamodb.TableEncryptionV2.customerManagedKey(key) });',
  },
  references: {
    docs: [
      "https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/EncryptionAtRest.html",
      "https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_SSEDescription.html",
    ],
  },
  population: everyTable,
  needs: [tableSettings],
  judge(listed, { evidence }) {
    const table = describedTable(evidence, listed);
    const encryption = table.at("SSEDescription");
    if (encryption.value === undefined) {
      return pass(`The table ${listed.name} is encrypted with DynamoDB's own key.`, table);
    }
    const { Status: status, KMSMasterKeyArn: key } = encryption.value;
    switch (status) {
      case "ENABLED":
      case "UPDATING": {
        const by = key === undefined ? "a key of KMS" : key;
        return pass(`The table ${listed.name} is encrypted with ${by}.`, encryption);
      }
      case "DISABLED":
        // The switch is between keys: off means DynamoDB's own.
        return pass(`The table ${listed.name} is encrypted with DynamoDB's own key.`, encryption);
      default:
        return indeterminate(
          `DynamoDB does not say how the table ${listed.name} is encrypted.`,
          encryption,
        );
    }
  },
});
