/*
 * Fills the table of its network namespace with established TCP flows.
 *
 * usage: fill FLOWS IPV6_PERCENT MARK
 *
 * The addresses and ports look random but are the same in every run. No two flows share a source
 * address. One flow in 16 has MARK, the others have mark 0. None ends within five days.
 * Prints the time it took and the number of flows.
 */
#include "netlink.h"

#include <linux/netfilter/nf_conntrack_common.h>
#include <linux/netfilter/nf_conntrack_tcp.h>

#define FLOWS_PER_BATCH 128
#define MAX_FLOWS (1 << 24) /* as many as there are source addresses */
#define TIMEOUT_SECONDS (5 * 24 * 3600)
#define STATUS (IPS_SEEN_REPLY | IPS_ASSURED | IPS_CONFIRMED)
#define TCP_FLAGS (IP_CT_TCP_FLAG_WINDOW_SCALE | IP_CT_TCP_FLAG_SACK_PERM | IP_CT_TCP_FLAG_BE_LIBERAL)
#define WINDOW_SCALE 7

struct end {
	uint8_t address[16];
	uint16_t port;
};

static uint64_t mix(uint64_t value)
{
	value = (value ^ value >> 30) * UINT64_C(0xbf58476d1ce4e5b9);
	value = (value ^ value >> 27) * UINT64_C(0x94d049bb133111eb);
	return value ^ value >> 31;
}

/* Writes the number into an address: of 10.0.0.0/8 or 198.18.0.0/15, or of 2001:db8::/32. */
static void set_address(struct end *end, int family, uint32_t v4_net, uint32_t number)
{
	uint32_t v4 = htonl(v4_net | number);
	uint32_t v6[4] = { htonl(0x20010db8), htonl(v4_net), htonl((uint32_t)mix(number)), htonl(number) };

	if (family == AF_INET)
		memcpy(end->address, &v4, sizeof(v4));
	else
		memcpy(end->address, v6, sizeof(v6));
}

static void choose_ends(uint32_t flow, int family, struct end *source, struct end *destination)
{
	static const uint16_t ports[] = { 443, 443, 443, 80, 22, 25, 5432, 8080 };
	uint64_t bits = mix(flow + 1);
	uint32_t unique = flow * 2654435761u % MAX_FLOWS; /* an odd factor: a permutation */

	set_address(source, family, 0x0a000000, unique);
	source->port = 1024 + bits % 64512;
	set_address(destination, family, 0xc6120000, bits >> 16 & 0x1ffff);
	destination->port = ports[bits >> 40 & 7];
}

static void put_tuple(struct batch *batch, int type, int family, const struct end *source, const struct end *destination)
{
	int v4 = family == AF_INET;
	size_t length = v4 ? 4 : 16;
	struct nlattr *tuple = begin_nest(batch, type);
	struct nlattr *nest = begin_nest(batch, CTA_TUPLE_IP);

	put(batch, v4 ? CTA_IP_V4_SRC : CTA_IP_V6_SRC, source->address, length);
	put(batch, v4 ? CTA_IP_V4_DST : CTA_IP_V6_DST, destination->address, length);
	end_nest(batch, nest);
	nest = begin_nest(batch, CTA_TUPLE_PROTO);
	put_u8(batch, CTA_PROTO_NUM, IPPROTO_TCP);
	put_be16(batch, CTA_PROTO_SRC_PORT, source->port);
	put_be16(batch, CTA_PROTO_DST_PORT, destination->port);
	end_nest(batch, nest);
	end_nest(batch, tuple);
}

static void put_established(struct batch *batch)
{
	struct nf_ct_tcp_flags flags = { .flags = TCP_FLAGS, .mask = TCP_FLAGS };
	struct nlattr *info = begin_nest(batch, CTA_PROTOINFO);
	struct nlattr *tcp = begin_nest(batch, CTA_PROTOINFO_TCP);

	put_u8(batch, CTA_PROTOINFO_TCP_STATE, TCP_CONNTRACK_ESTABLISHED);
	put_u8(batch, CTA_PROTOINFO_TCP_WSCALE_ORIGINAL, WINDOW_SCALE);
	put_u8(batch, CTA_PROTOINFO_TCP_WSCALE_REPLY, WINDOW_SCALE);
	put(batch, CTA_PROTOINFO_TCP_FLAGS_ORIGINAL, &flags, sizeof(flags));
	put(batch, CTA_PROTOINFO_TCP_FLAGS_REPLY, &flags, sizeof(flags));
	end_nest(batch, tcp);
	end_nest(batch, info);
}

static void put_flow(struct batch *batch, uint32_t flow, int flags, uint32_t ipv6_percent, uint32_t mark)
{
	int family = flow % 100 < ipv6_percent ? AF_INET6 : AF_INET;
	struct end source, destination;

	choose_ends(flow, family, &source, &destination);
	begin_message(batch, IPCTNL_MSG_CT_NEW, NLM_F_CREATE | NLM_F_EXCL | flags, family);
	put_tuple(batch, CTA_TUPLE_ORIG, family, &source, &destination);
	put_tuple(batch, CTA_TUPLE_REPLY, family, &destination, &source);
	put_be32(batch, CTA_TIMEOUT, TIMEOUT_SECONDS);
	put_be32(batch, CTA_STATUS, STATUS);
	put_established(batch);
	if (flow % 16 == 0)
		put_be32(batch, CTA_MARK, mark);
	end_message(batch);
}

/* Only the last message of a batch asks for an answer; failures of the others come before it. */
static void await_success(int fd)
{
	struct {
		struct nlmsghdr header;
		struct nlmsgerr body;
		char request[1024];
	} answer;

	if (recv(fd, &answer, sizeof(answer), 0) < 0)
		fail("recv");
	errno = -answer.body.error;
	if (errno != 0)
		fail("create");
}

static void fill(int fd, uint32_t flows, uint32_t ipv6_percent, uint32_t mark)
{
	static struct batch batch;

	for (uint32_t flow = 0; flow < flows; flow++) {
		int last = flow % FLOWS_PER_BATCH == FLOWS_PER_BATCH - 1 || flow == flows - 1;

		put_flow(&batch, flow, last ? NLM_F_ACK : 0, ipv6_percent, mark);
		if (last) {
			send_batch(fd, &batch);
			await_success(fd);
			batch.length = 0;
		}
	}
}

int main(int argc, char **argv)
{
	struct start start = begin_turn();
	long flows = argc == 4 ? strtol(argv[1], NULL, 10) : 0;

	if (flows < 1 || flows > MAX_FLOWS) {
		fprintf(stderr, "usage: fill FLOWS IPV6_PERCENT MARK, with 1 to %d flows\n", MAX_FLOWS);
		return 2;
	}
	fill(open_netfilter(), flows, strtoul(argv[2], NULL, 0), strtoul(argv[3], NULL, 0));
	end_turn(start, flows);
	return 0;
}
