import { guestFirewalls, securityGroupRules } from "../../../sdk/keepalived/firewall";
import { MEMBERS, modelOf, HAVIP } from "./clusters";

const { members } = modelOf("web", { havips: [HAVIP], members: MEMBERS }).group;

describe("the rules of the members' security group", () => {
  it("let everything in from each member, as no rule of the cloud can say protocol 112", () => {
    expect(securityGroupRules(members)).toEqual(
      ["10.0.0.11", "10.0.0.12", "10.0.0.13"].map((cidrBlock, index) => ({
        action: "ACCEPT",
        cidrBlock,
        protocol: "ALL",
        port: "ALL",
        description: `VRRP (IP protocol 112) from ins-0000000${String(index + 1)}`,
      })),
    );
  });
});

describe("the commands for a member's own firewall", () => {
  it("let protocol 112 in from every other member, whichever firewall it has", () => {
    expect(guestFirewalls(members)["ins-00000002"]).toEqual({
      nftables: [
        "nft insert rule inet filter input ip saddr 10.0.0.11 ip protocol 112 accept",
        "nft insert rule inet filter input ip saddr 10.0.0.13 ip protocol 112 accept",
      ],
      firewalld: [
        `firewall-cmd --permanent --add-rich-rule='rule family="ipv4" source address="10.0.0.11" protocol value="vrrp" accept'`,
        `firewall-cmd --permanent --add-rich-rule='rule family="ipv4" source address="10.0.0.13" protocol value="vrrp" accept'`,
        "firewall-cmd --reload",
      ],
      iptables: ["iptables -I INPUT -s 10.0.0.11 -p 112 -j ACCEPT", "iptables -I INPUT -s 10.0.0.13 -p 112 -j ACCEPT"],
    });
  });
});
