/*
 * The flows of the comparison: established TCP connections, each with a number.
 *
 * The addresses and ports look random but are the same in every run. No two flows share a source
 * address. None ends within five days.
 */
#ifndef BENCHMARKS_FLOWS_H
#define BENCHMARKS_FLOWS_H

#include "netlink.h"

#include <linux/netfilter/nf_conntrack_common.h>
#include <linux/netfilter/nf_conntrack_tcp.h>

#define FLOWS_PER_BATCH 128
#define MARKED_OF 16 /* one flow of so many is of the kind that is marked */
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

	/* with the four lowest bits on top, the flows that are marked come from 10.0.0.0/12 */
	set_address(source, family, 0x0a000000, unique >> 4 | (unique & 15) << 20);
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

/* Creates the flow with this number. */
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
	if (mark != 0)
		put_be32(batch, CTA_MARK, mark);
	end_message(batch);
}

/* Creates flows in batches, of which only the last message asks for an answer. */
struct creation {
	int fd;
	uint32_t ipv6_percent;
	int tolerated; /* the error that is none, 0 if each is one */
	int flows_in_batch;
	struct batch batch;
};

static inline void send_flows(struct creation *creation)
{
	if (creation->flows_in_batch == 0)
		return;
	creation->batch.message->nlmsg_flags |= NLM_F_ACK;
	send_batch(creation->fd, &creation->batch);
	await_answer(creation->fd, creation->flows_in_batch, creation->tolerated);
	creation->batch.length = 0;
	creation->flows_in_batch = 0;
}

static inline void create_flow(struct creation *creation, uint32_t flow, uint32_t mark)
{
	put_flow(&creation->batch, flow, 0, creation->ipv6_percent, mark);
	creation->batch.message->nlmsg_seq = ++creation->flows_in_batch;
	if (creation->flows_in_batch == FLOWS_PER_BATCH)
		send_flows(creation);
}

/* Creates COUNT flows from number FIRST on, all with this mark. */
static inline void create_flows(uint32_t first, uint32_t count, uint32_t ipv6_percent, uint32_t mark)
{
	static struct creation creation;

	creation.fd = open_netfilter();
	creation.ipv6_percent = ipv6_percent;
	for (uint32_t flow = first; flow < first + count; flow++)
		create_flow(&creation, flow, mark);
	send_flows(&creation);
	close(creation.fd);
}

#endif
