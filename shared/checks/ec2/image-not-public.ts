import type { Cited, Recorded } from "../../evidence/cited.ts";
import { images } from "../../sources/ec2/images.ts";
import type { SourceOutput } from "../../sources/source.ts";
import { check, covers, fail, indeterminate, type Population, pass } from "../check.ts";
import { computeMember } from "./compute-resource.ts";

type Image = NonNullable<Recorded<SourceOutput<typeof images, "DescribeImages">>["Images"]>[number];

const ownImages: Population<Cited<Image>> = {
  definition: "the account's own machine images",
  needs: [images],
  *members(context) {
    for (const image of context.evidence.items(images, "DescribeImages", "Images")) {
      yield computeMember("image", image, image.value.ImageId, context);
    }
  },
};

/** `Public` says that everyone has launch permission; single accounts are another matter. */
export const imageNotPublic = check({
  id: "ec2.image-not-public",
  title: "No machine image is public",
  severity: "high",
  controls: [covers("NW-02", "snapshots and images")],
  why: "Whoever launches a public image reads everything that was on the machine when it was made: code, configuration, and often keys that nobody remembered.",
  fix: {
    downtime: "none",
    steps:
      "Take everyone out of the image's launch permissions, and block public access to images in each region. Who has launched it keeps a copy, so replace every secret that was on it.",
    cli: "aws ec2 modify-image-attribute --region REGION --image-id IMAGE_ID --launch-permission Remove=[{Group=all}]; aws ec2 enable-image-block-public-access --region REGION --image-block-public-access-state block-new-sharing",
  },
  references: {
    prowler: ["ec2_ami_public"],
    docs: [
      "https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_Image.html",
      "https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/sharingamis-intro.html",
      "https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/block-public-access-to-amis.html",
    ],
  },
  population: ownImages,
  judge(image, _context, { id }) {
    const open = image.at("Public");
    const name = image.value.Name === undefined ? id : `${id} ${JSON.stringify(image.value.Name)}`;
    switch (open.value) {
      case false:
        return pass(`The image ${name} is not public.`, open);
      case true:
        return fail(`The image ${name} is public: any AWS account may launch it.`, open);
      default:
        return indeterminate(`EC2 does not say whether the image ${name} is public.`, image);
    }
  },
});
