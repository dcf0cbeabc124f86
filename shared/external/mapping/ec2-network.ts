import { declined, harmful, harmfulWith, judged, judgedTogether, mapped } from "./rule.ts";

/** Security groups, network ACLs, and the ways between networks. */
export const EC2_NETWORK_RULES = [
  judged("ec2.no-world-open-any-port", {
    harm: harmful("everything that listens behind the group can be attacked from anywhere"),
  }),
  judged("ec2.no-world-open-ssh", {
    ids: {
      "security-hub": ["EC2.13"],
      config: ["restricted-ssh", "incoming-ssh-disabled"],
    },
    harm: harmful("scanners find an open SSH port within minutes and do not stop guessing"),
  }),
  judged("ec2.no-world-open-rdp", {
    ids: { "security-hub": ["EC2.14"], config: ["restricted-rdp"] },
    harm: harmful("an open desktop port is how ransomware usually comes in"),
  }),
  judged("ec2.no-world-open-database-ports", {
    harm: harmful("a database that answers the internet is one password from a leak"),
  }),
  judged("ec2.no-world-open-cache-ports", {
    harm: harmful("caches often ask for no password at all"),
  }),
  judged("ec2.no-world-open-administration-ports", {
    ids: { "cis-5.0": ["5.1.2"] },
    harm: harmful("file shares and old shells on the internet are broken into by machines"),
  }),
  judgedTogether(
    "ec2.no-world-open-remote-administration",
    "No security group opens remote administration to the whole internet",
    {
      checks: [
        "ec2.no-world-open-ssh",
        "ec2.no-world-open-rdp",
        "ec2.no-world-open-administration-ports",
      ],
      ids: {
        "security-hub": ["EC2.53", "EC2.54"],
        "cis-1.4": ["5.2"],
        "cis-3.0": ["5.2", "5.3"],
        "cis-5.0": ["5.3", "5.4"],
      },
      harm: harmful("administration ports are what machines on the internet try first"),
    },
  ),
  judgedTogether("ec2.no-world-open-risky-ports", "No security group opens ports of high risk", {
    checks: [
      "ec2.no-world-open-any-port",
      "ec2.no-world-open-ssh",
      "ec2.no-world-open-rdp",
      "ec2.no-world-open-database-ports",
      "ec2.no-world-open-administration-ports",
    ],
    ids: {
      fsbp: ["EC2.19"],
      config: [
        "restricted-common-ports",
        "restricted-incoming-traffic",
        "vpc-sg-restricted-common-ports",
      ],
    },
    harm: harmful("these are the ports that attackers scan the whole internet for"),
  }),
  judgedTogether(
    "ec2.world-open-ports-authorized",
    "Only ports meant for everyone are open to everyone",
    {
      checks: [
        "ec2.no-world-open-any-port",
        "ec2.no-world-open-ssh",
        "ec2.no-world-open-rdp",
        "ec2.no-world-open-database-ports",
        "ec2.no-world-open-cache-ports",
        "ec2.no-world-open-administration-ports",
      ],
      ids: { fsbp: ["EC2.18"], config: ["vpc-sg-open-only-to-authorized-ports"] },
      harm: harmful("a port that nobody meant to open is one that nobody watches"),
    },
  ),
  mapped(
    "ec2.world-open-groups-at-entry-points",
    "Groups open to the internet guard entry points",
    {
      ids: { prowler: ["ec2_securitygroup_allow_ingress_from_internet_to_any_port"] },
      criteria: {
        "CC6.6":
          "Open ports belong in front of load balancers, whose traffic is filtered, and not of anything else.",
      },
      harm: harmfulWith("what listens behind the port has to be weak"),
      downtime: "none",
    },
  ),
  mapped("ec2.no-single-public-addresses", "No group lets in single addresses of the internet", {
    ids: { prowler: ["ec2_securitygroup_allow_ingress_from_internet_to_any_port_from_ip"] },
    criteria: {
      "CC6.6": "Somebody's home address in a rule stays open when the address is another's.",
      "CC6.2": "Such a rule is access given to a person, and outlives their leaving.",
    },
    harm: harmfulWith("the address has to pass to somebody hostile, or the login be weak"),
    downtime: "none",
  }),
  mapped("ec2.no-wide-public-ranges", "No group lets in wide ranges of public addresses", {
    ids: { prowler: ["ec2_securitygroup_allow_wide_open_public_ipv4"] },
    criteria: {
      "CC6.6": "A range that covers a provider's every customer is nearly the whole internet.",
    },
    harm: harmfulWith("the service behind the group has to be weak"),
    downtime: "none",
  }),
  judged("ec2.instance-not-open-to-world", {
    ids: {
      prowler: [
        "ec2_instance_port_cassandra_exposed_to_internet",
        "ec2_instance_port_cifs_exposed_to_internet",
        "ec2_instance_port_elasticsearch_kibana_exposed_to_internet",
        "ec2_instance_port_ftp_exposed_to_internet",
        "ec2_instance_port_kafka_exposed_to_internet",
        "ec2_instance_port_kerberos_exposed_to_internet",
        "ec2_instance_port_ldap_exposed_to_internet",
        "ec2_instance_port_memcached_exposed_to_internet",
        "ec2_instance_port_mongodb_exposed_to_internet",
        "ec2_instance_port_mysql_exposed_to_internet",
        "ec2_instance_port_oracle_exposed_to_internet",
        "ec2_instance_port_postgresql_exposed_to_internet",
        "ec2_instance_port_rdp_exposed_to_internet",
        "ec2_instance_port_redis_exposed_to_internet",
        "ec2_instance_port_sqlserver_exposed_to_internet",
        "ec2_instance_port_ssh_exposed_to_internet",
        "ec2_instance_port_telnet_exposed_to_internet",
      ],
    },
    harm: harmful("the service can be attacked from anywhere as it stands"),
  }),
  judged("ec2.default-security-group-closed", {
    ids: { "cis-1.4": ["5.3"], "cis-3.0": ["5.4"], config: ["vpc-default-security-group-closed"] },
    harm: harmfulWith("something has to be launched without a group of its own"),
  }),
  declined("ec2.security-groups-in-use", "No security group is left unused", {
    ids: {
      "security-hub": ["EC2.22"],
      prowler: ["ec2_securitygroup_not_used"],
      config: ["ec2-security-group-attached-to-eni", "ec2-security-group-attached-to-eni-periodic"],
    },
    because: "a group that guards nothing lets nothing in; removing it is tidiness",
    downtime: "none",
  }),
  mapped("ec2.no-launch-wizard-groups", "No group made by the launch wizard is in use", {
    ids: { prowler: ["ec2_securitygroup_from_launch_wizard"] },
    criteria: {
      "CC6.6":
        "The wizard proposes SSH from everywhere, and nobody has decided that it should be so.",
      "CC8.1": "A group of the wizard was made by hand, past the reviewed templates.",
    },
    harm: harmfulWith("the wizard's rule has to have been left open"),
    downtime: "none",
  }),
  declined("ec2.security-groups-short", "No security group has very many rules", {
    ids: { prowler: ["ec2_securitygroup_with_many_ingress_egress_rules"] },
    because:
      "the number of rules says nothing about what they let in; each open rule is judged itself",
    downtime: "none",
  }),
  judged("ec2.network-acl-no-world-open-ssh", {
    harm: harmfulWith("a security group has to open the port as well"),
  }),
  judged("ec2.network-acl-no-world-open-rdp", {
    harm: harmfulWith("a security group has to open the port as well"),
  }),
  judgedTogether(
    "ec2.network-acl-no-world-open-administration",
    "No network ACL lets the whole internet in on administration ports",
    {
      checks: ["ec2.network-acl-no-world-open-ssh", "ec2.network-acl-no-world-open-rdp"],
      ids: {
        fsbp: ["EC2.21"],
        "cis-1.4": ["5.1"],
        "cis-3.0": ["5.1"],
        "cis-5.0": ["5.2"],
        prowler: ["ec2_networkacl_allow_ingress_any_port"],
        config: ["nacl-no-unrestricted-ssh-rdp"],
      },
      harm: harmfulWith("a security group has to open the port as well"),
    },
  ),
  declined("ec2.network-acls-in-use", "No network ACL is left without a subnet", {
    ids: {
      fsbp: ["EC2.16"],
      prowler: ["ec2_networkacl_unused"],
      config: ["vpc-network-acl-unused-check"],
    },
    because: "an ACL without a subnet filters nothing and opens nothing",
    downtime: "none",
  }),
  mapped("ec2.transit-gateway-attachments-approved", "Transit gateways accept no network unasked", {
    ids: {
      fsbp: ["EC2.23"],
      prowler: ["ec2_transitgateway_auto_accept_vpc_attachments"],
      config: ["ec2-transit-gateway-auto-vpc-attach-disabled"],
    },
    criteria: {
      "CC6.6": "A network that joins by itself moves the system's boundary without a decision.",
      "CC6.1": "Approval of each attachment is what keeps strangers' networks apart from this one.",
    },
    harm: harmfulWith("the gateway has to be shared with an account that abuses it"),
    downtime: "none",
  }),
  mapped("ec2.vpn-tunnels-both-up", "Both tunnels of each VPN connection are up", {
    ids: {
      fsbp: ["EC2.20"],
      prowler: ["vpc_vpn_connection_tunnels_up"],
      config: ["vpc-vpn-2-tunnels-up"],
    },
    criteria: {
      "A1.2": "AWS maintains one tunnel at a time, so the second is what keeps the site connected.",
    },
    harm: harmfulWith("the connection is lost when the one remaining tunnel goes down"),
    downtime: "none",
  }),
  mapped("ec2.vpn-logged", "VPN connections write logs", {
    ids: { fsbp: ["EC2.171"], config: ["ec2-vpn-connection-logging-enabled"] },
    criteria: {
      "CC7.2": "Failing negotiations and strange peers at the tunnel are seen in its log.",
    },
    harm: harmfulWith("it is missed once the tunnel was attacked or failed"),
    downtime: "none",
  }),
  mapped("ec2.vpn-modern-key-exchange", "VPN connections speak IKEv2 only", {
    ids: { fsbp: ["EC2.183"], config: ["ec2-vpn-connection-ike-version-check"] },
    criteria: {
      "CC6.7":
        "The tunnel's encryption is no better than the exchange by which its keys are agreed.",
    },
    harm: harmfulWith("somebody on the path has to exploit the old protocol"),
    downtime: "brief interruption",
  }),
  mapped("ec2.client-vpn-logged", "Client VPN endpoints log who connects", {
    ids: {
      fsbp: ["EC2.51"],
      prowler: ["ec2_client_vpn_endpoint_connection_logging_enabled"],
      config: ["ec2-client-vpn-connection-log-enabled"],
    },
    criteria: {
      "CC7.2": "A connection at an odd hour or from an odd place shows only in the endpoint's log.",
      "CC6.6": "The log names each outsider who came through this door of the boundary.",
    },
    harm: harmfulWith("it is missed once somebody came in with a stolen certificate"),
    downtime: "none",
  }),
  mapped("ec2.source-destination-checked", "Network interfaces check source and destination", {
    ids: { fsbp: ["EC2.180"], config: ["ec2-enis-source-destination-check-enabled"] },
    criteria: {
      "CC6.6": "An interface that forwards for others can carry traffic past the intended routes.",
    },
    harm: harmfulWith("the instance has to be taken over and routes lead through it"),
    downtime: "none",
  }),
  mapped("ec2.no-hijacked-address", "No Elastic IP is listed by Shodan with open services", {
    ids: { prowler: ["ec2_elastic_ip_shodan"] },
    criteria: {
      "CC6.6":
        "A search engine for exposed machines shows what the boundary looks like from outside.",
      "CC7.1": "What Shodan lists is a weakness that others have already found.",
    },
    harm: harmfulWith("what the address shows has to be weak"),
    downtime: "none",
  }),
  declined("ec2.addresses-in-use", "No Elastic IP is left unassigned", {
    ids: {
      "security-hub": ["EC2.12"],
      prowler: ["ec2_elastic_ip_unassigned"],
      config: ["eip-attached"],
    },
    because: "an address that leads nowhere costs a little money and exposes nothing",
    downtime: "none",
  }),
];
