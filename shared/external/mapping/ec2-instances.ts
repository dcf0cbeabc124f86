import { declined, harmful, harmfulWith, judged, mapped } from "./rule.ts";

/** Instances, launch templates and the hosts of enclaves. */
export const EC2_INSTANCE_RULES = [
  mapped("ec2.instance-no-public-address", "No instance has a public address", {
    ids: {
      fsbp: ["EC2.9"],
      prowler: ["ec2_instance_public_ip"],
      config: ["ec2-instance-no-public-ip"],
    },
    criteria: {
      "CC6.6": "With a public address one rule of one group decides whether the internet comes in.",
    },
    harm: harmfulWith("a security group has to open a port as well"),
    downtime: "brief interruption",
  }),
  judged("ec2.instance-requires-imdsv2", {
    ids: {
      "cis-3.0": ["5.6"],
      prowler: ["ec2_confidential_workload_host_imdsv2_not_enforced"],
      config: ["ec2-imdsv2-check"],
    },
    harm: harmfulWith("a web server on it has to fetch addresses that strangers choose"),
  }),
  mapped("ec2.imdsv2-by-default", "New instances require session tokens by default", {
    ids: { prowler: ["ec2_instance_account_imdsv2_enabled"] },
    criteria: {
      "CC6.6": "The account's default covers the instance that somebody starts by hand tomorrow.",
      "CC5.2": "A default is the cheapest general control over every new machine.",
    },
    harm: harmfulWith("an instance has to be started without the setting of its own"),
    downtime: "none",
  }),
  mapped("ec2.launch-template-requires-imdsv2", "Launch templates require session tokens", {
    ids: {
      fsbp: ["EC2.170"],
      prowler: ["ec2_launch_template_imdsv2_required"],
      config: ["ec2-launch-template-imdsv2-check"],
    },
    criteria: {
      "CC6.6":
        "Every machine of the template would hand its role's credentials to a forged request.",
      "CC8.1": "The template is the reviewed place where the setting is made once for all.",
    },
    harm: harmfulWith("a server started from it has to fetch addresses that strangers choose"),
    downtime: "rolling restart",
  }),
  mapped("ec2.launch-template-no-public-address", "Launch templates give no public addresses", {
    ids: {
      fsbp: ["EC2.25"],
      prowler: ["ec2_launch_template_no_public_ip"],
      config: ["ec2-launch-template-public-ip-disabled"],
    },
    criteria: {
      "CC6.6":
        "Machines of the template come up on the internet, each with one group as its only guard.",
    },
    harm: harmfulWith("a security group has to open a port as well"),
    downtime: "rolling restart",
  }),
  mapped("ec2.launch-template-encrypts-volumes", "Launch templates encrypt volumes", {
    ids: { fsbp: ["EC2.181"], config: ["ec2-launch-templates-ebs-volume-encrypted"] },
    criteria: {
      "CC6.1": "What the template leaves plain is plain on every disk that is started from it.",
      "C1.1": "A disk of a worker holds customers' files for as long as it works on them.",
    },
    harm: harmfulWith("a snapshot of the volume has to get into strange hands"),
    downtime: "rolling restart",
  }),
  mapped("ec2.spot-fleet-encrypts-volumes", "Spot fleets encrypt the volumes they start with", {
    ids: { fsbp: ["EC2.173"], config: ["ec2-spot-fleet-request-ct-encryption-at-rest"] },
    criteria: {
      "CC6.1": "Spot instances come and go, and their volumes hold the same data as others.",
    },
    harm: harmfulWith("a snapshot of a volume has to get into strange hands"),
    downtime: "rolling restart",
  }),
  mapped("ec2.no-secrets-at-launch", "No secret stands in user data or launch templates", {
    ids: { prowler: ["ec2_instance_secrets_user_data", "ec2_launch_template_no_secrets"] },
    criteria: {
      "CC6.1": "Whoever may describe the instance, or gets a shell on it, reads the secret.",
      "C1.1": "The password in a start script opens the confidential data behind it.",
    },
    harm: harmful("every reader of the setting holds the credential"),
    downtime: "replacement",
  }),
  mapped("ec2.instance-has-role", "Instances that call AWS have a role instead of stored keys", {
    ids: {
      prowler: ["ec2_instance_profile_attached"],
      "cis-1.2": ["1.19"],
      "cis-1.4": ["1.18"],
      "cis-3.0": ["1.18"],
      "cis-5.0": ["1.17"],
      config: ["ec2-instance-profile-attached"],
    },
    criteria: {
      "CC6.1":
        "A role's credentials change by themselves, where a key on the disk waits to be copied.",
      "CC6.3": "What the machine may do is written in a role of its own and can be kept small.",
    },
    harm: harmfulWith("a key has to lie on the instance and be stolen"),
    downtime: "none",
  }),
  mapped("ec2.internet-facing-instance-has-no-role", "Instances on the internet hold no role", {
    ids: { prowler: ["ec2_instance_internet_facing_with_instance_profile"] },
    criteria: {
      "CC6.6": "A break-in at the edge goes on into the account with the instance's role.",
      "CC6.3": "A machine that strangers can reach should hold as few rights as it can.",
    },
    harm: harmfulWith("the server has to be broken into first"),
    downtime: "brief interruption",
  }),
  mapped("ec2.image-recent", "Instances run from an image that its publisher still maintains", {
    ids: {
      prowler: ["ec2_instance_with_outdated_ami"],
    },
    criteria: {
      "CC7.1": "An outdated image brings vulnerabilities that were published since it was built.",
    },
    harm: harmfulWith("a vulnerability of the old image has to be within reach"),
    downtime: "rolling restart",
  }),
  mapped("ec2.instance-not-too-old", "No instance has run for longer than the limit set", {
    ids: { prowler: ["ec2_instance_older_than_specific_days"] },
    criteria: {
      "CC7.1": "A machine that is never replaced gathers missing patches and changes by hand.",
    },
    harm: harmfulWith("patches have to be missing as well"),
    downtime: "replacement",
  }),
  mapped("ec2.stopped-instance-removed", "Instances that stay stopped are removed", {
    ids: {
      fsbp: ["EC2.4"],
      prowler: ["ec2_instance_stopped_older_than_specific_days"],
      config: ["ec2-stopped-instance"],
    },
    criteria: {
      "CC7.1":
        "A stopped machine misses every patch, and comes back as it was when somebody starts it.",
      "CC6.5": "Its disks keep data whose purpose may have ended.",
    },
    harm: harmfulWith("somebody has to start it again, unpatched"),
    downtime: "none",
  }),
  declined("ec2.not-paravirtual", "No instance is of a paravirtual type", {
    ids: {
      fsbp: ["EC2.24"],
      prowler: ["ec2_instance_paravirtual_type"],
      config: ["ec2-paravirtual-instance-check"],
    },
    because:
      "the old kind of virtual machine is a question of performance and supply; AWS isolates both kinds",
    downtime: "replacement",
  }),
  mapped("ec2.single-network-interface", "Instances have one network interface", {
    ids: {
      fsbp: ["EC2.17"],
      prowler: ["ec2_instance_uses_single_eni"],
      config: ["ec2-instance-multiple-eni-check"],
    },
    criteria: {
      "CC6.6":
        "An instance that stands in two subnets can be a bridge between what they keep apart.",
    },
    harm: harmfulWith("the instance has to be taken over, and lie in networks of unlike trust"),
    downtime: "brief interruption",
  }),
  mapped("ec2.detailed-monitoring", "Instances are measured every minute", {
    ids: {
      prowler: ["ec2_instance_detailed_monitoring_enabled"],
      config: ["ec2-instance-detailed-monitoring-enabled"],
    },
    criteria: {
      "A1.1": "Figures of each minute show saturation before customers notice it.",
    },
    harm: harmfulWith("an overload is noticed some minutes later"),
    downtime: "none",
  }),
  mapped("ec2.enclave-host-not-exposed", "Hosts of enclaves cannot be reached from the internet", {
    ids: {
      prowler: [
        "ec2_confidential_workload_host_public_ip",
        "ec2_confidential_workload_host_unrestricted_ingress",
        "ec2_confidential_workload_host_vsock_proxy_exposed",
      ],
    },
    criteria: {
      "CC6.6":
        "The channel into the enclave runs through its host, which strangers must not reach.",
      "CC6.1": "The isolation of an enclave is worth less on a host that stands open.",
    },
    harm: harmfulWith("the host or its proxy has to be weak"),
    downtime: "brief interruption",
  }),
  mapped("ec2.enclave-host-running", "Hosts of enclaves are running", {
    ids: { prowler: ["ec2_confidential_workload_host_not_running"] },
    criteria: {
      "A1.2": "An enclave ends with its host, and what depends on it stands still.",
    },
    harm: harmfulWith("something has to depend on the enclave"),
    downtime: "none",
  }),
  mapped("ec2.image-approved", "Instances run from images that were approved", {
    ids: { config: ["approved-amis-by-id", "approved-amis-by-tag"] },
    criteria: {
      "CC6.8":
        "What runs on a machine begins with its image, and a stranger's image is a stranger's software.",
      "CC8.1": "Approved images are how the baseline reaches every new machine.",
    },
    harm: harmfulWith("the image has to be hostile or out of date"),
    downtime: "replacement",
  }),
  mapped("ec2.no-key-pair", "Instances are started without a key pair", {
    ids: { config: ["ec2-no-amazon-key-pair"] },
    criteria: {
      "CC6.1":
        "A key file for SSH is shared, copied and never expires, where a session by Systems Manager has a person's name.",
    },
    harm: harmfulWith("the file has to leak and the port be within reach"),
    downtime: "replacement",
  }),
  declined(
    "ec2.size-and-tenancy",
    "Instances are of the sizes, tenancy and disk bandwidth wished for",
    {
      ids: {
        config: [
          "desired-instance-type",
          "desired-instance-tenancy",
          "ebs-optimized-instance",
          "ec2-volume-inuse-check",
        ],
      },
      because: "sizes, bandwidth and disks that lie idle are questions of cost and performance",
    },
  ),
];
