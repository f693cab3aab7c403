# What `tcpdump -n -e -tt "arp or ip proto 112"` prints of an interface, as far as packets.cjs reads it. For users who are root
# only in their own user namespace: there tcpdump cannot become anybody else, and then refuses to run.
use strict;
use warnings;
use Socket;

# linux/if_packet.h, linux/if_ether.h, asm-generic/sockios.h
use constant { AF_PACKET => 17, ALL => 3, SOL_PACKET => 263, ADD_MEMBERSHIP => 1, PROMISCUOUS => 1, SIOCGSTAMP => 0x8906 };

my $interface = shift;
my $index = 0;
for my $line (`ip -o link show dev $interface`) { $index = $1 if $line =~ /^(\d+):/ }
socket(my $ears, AF_PACKET, SOCK_RAW, unpack("S", pack("n", ALL))) or die "no packet socket: $!";
bind($ears, pack("S n i S C C a8", AF_PACKET, ALL, $index, 0, 0, 0, "")) or die "not bound to $interface: $!";
setsockopt($ears, SOL_PACKET, ADD_MEMBERSHIP, pack("i S S a8", $index, PROMISCUOUS, 0, "")) or die "not promiscuous: $!";
$| = 1;
print "listening on $interface\n";
while (defined recv($ears, my $frame, 2048, 0)) {
  my ($to, $from, $type) = unpack("a6 a6 n", $frame);
  my $mac = join ":", unpack("(H2)6", $from);
  my $stamp = pack("q q", 0, 0);
  ioctl($ears, SIOCGSTAMP, $stamp) or die "no time of arrival: $!";
  my $head = sprintf "%d.%06d %s > %s", unpack("q q", $stamp), $mac, join(":", unpack("(H2)6", $to));
  if ($type == 0x0806 && unpack("x20 n", $frame) == 1) {
    my ($sender, $asked) = map { inet_ntoa($_) } unpack("x28 a4 x6 a4", $frame);
    print "$head, ethertype ARP (0x0806): Request who-has $asked tell $sender, length 28\n";
  }
  if ($type == 0x0800 && unpack("x23 C", $frame) == 112) {
    my $length = (unpack("x14 C", $frame) & 15) * 4;
    my ($source, $target) = map { inet_ntoa($_) } unpack("x26 a4 a4", $frame);
    my ($kind, $router, $priority) = unpack("x14 x$length C C C", $frame);
    my $version = $kind >> 4;
    print "$head, ethertype IPv4 (0x0800): $source > $target: VRRPv$version, Advertisement, vrid $router, prio $priority,\n";
  }
}
