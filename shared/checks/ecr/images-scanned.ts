import { Unread } from "../../evidence/evidence-view.ts";
import { repositoryScanning } from "../../sources/ecr/repository-scanning.ts";
import { check, covers, fail, indeterminate, pass } from "../check.ts";
import { everyRepository } from "./every-repository.ts";

/** Images are scanned when they are pushed, or all the time, by the registry's rules or the repository's own. */
export const imagesScanned = check({
  id: "ecr.images-scanned",
  title: "Every repository scans its images",
  severity: "medium",
  controls: [covers("DT-06", "image scan status and provenance")],
  why: "An image carries hundreds of packages that nobody chose one by one; a scan at the push is where known holes in them are seen first.",
  fix: {
    downtime: "none",
    steps: "Switch scanning on for the whole registry, so that new repositories have it too.",
    cli: `aws ecr put-registry-scanning-configuration --scan-type BASIC --rules '[{"scanFrequency":"SCAN_ON_PUSH","repositoryFilters":[{"filter":"*","filterType":"WILDCARD"}]}]'`,
    cdk: 'new ecr.CfnRegistryScanningConfiguration(this, "Scanning", { scanType: "BASIC", rules: [{ scanFrequency: "SCAN_ON_PUSH", repositoryFilters: [{ filter: "*", filterType: "WILDCARD" }] }] });',
  },
  references: {
    fsbp: ["ECR.1"],
    prowler: [
      "ecr_registry_scan_images_on_push_enabled",
      "ecr_repositories_scan_images_on_push_enabled",
    ],
    docs: [
      "https://docs.aws.amazon.com/AmazonECR/latest/APIReference/API_RepositoryScanningConfiguration.html",
      "https://docs.aws.amazon.com/AmazonECR/latest/userguide/image-scanning.html",
    ],
  },
  population: everyRepository,
  needs: [repositoryScanning],
  judge(repository, { evidence }, { id, region }) {
    const scanning = evidence
      .items(
        repositoryScanning,
        "BatchGetRepositoryScanningConfiguration",
        "scanningConfigurations",
      )
      .find(({ value, file }) => file.region === region && value.repositoryName === id);
    if (scanning === undefined) {
      throw new Unread("ECR does not say how its images are scanned", repository);
    }
    const { scanFrequency, scanOnPush } = scanning.value;
    const frequency = scanning.at("scanFrequency");
    switch (scanFrequency) {
      case "CONTINUOUS_SCAN":
        return pass(`The images of ${id} are scanned all the time.`, frequency);
      case "SCAN_ON_PUSH":
        return pass(`The images of ${id} are scanned when they are pushed.`, frequency);
      default:
        if (scanOnPush === true) {
          // The repository's own, older setting, which no rule of the registry need repeat.
          const own = scanning.at("scanOnPush");
          return pass(`The images of ${id} are scanned when they are pushed.`, own);
        }
        return scanFrequency === "MANUAL"
          ? fail(`The images of ${id} are scanned only when someone asks for it.`, frequency)
          : indeterminate(`ECR does not say how the images of ${id} are scanned.`, scanning);
    }
  },
});
