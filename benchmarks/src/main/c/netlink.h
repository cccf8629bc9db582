/* What the programs here share: a netlink socket, a builder of messages, a clock. */
#ifndef BENCHMARKS_NETLINK_H
#define BENCHMARKS_NETLINK_H

#include <errno.h>
#include <inttypes.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include <arpa/inet.h>
#include <sys/socket.h>
#include <unistd.h>

#include <linux/netfilter/nfnetlink.h>
#include <linux/netfilter/nfnetlink_conntrack.h>
#include <linux/netlink.h>

#define DATAGRAM_BYTES 32768 /* no datagram of a dump is larger */

static inline void fail(const char *what)
{
	fprintf(stderr, "%s: %s\n", what, strerror(errno));
	exit(1);
}

/* When a turn began: by the clock on the wall, and by the CPU that the process had used. */
struct start {
	int64_t wall_nanos;
	int64_t cpu_nanos;
};

static inline int64_t nanos(clockid_t clock)
{
	struct timespec now;

	clock_gettime(clock, &now);
	return now.tv_sec * INT64_C(1000000000) + now.tv_nsec;
}

static inline struct start begin_turn(void)
{
	return (struct start){ nanos(CLOCK_MONOTONIC), nanos(CLOCK_PROCESS_CPUTIME_ID) };
}

/* Returns what has passed since the turn began. */
static inline struct start end_time(struct start start)
{
	return (struct start){ nanos(CLOCK_MONOTONIC) - start.wall_nanos,
			       nanos(CLOCK_PROCESS_CPUTIME_ID) - start.cpu_nanos };
}

/* Prints the result of a turn, as the program that compares wants it. */
static inline void print_turn(struct start passed, int64_t flows)
{
	printf("%" PRId64 " %" PRId64 " %" PRId64 " 0\n", passed.wall_nanos, passed.cpu_nanos, flows);
}

static inline void end_turn(struct start start, int64_t flows)
{
	print_turn(end_time(start), flows);
}

static inline int open_netfilter(void)
{
	struct sockaddr_nl any = { .nl_family = AF_NETLINK };
	int fd = socket(AF_NETLINK, SOCK_RAW | SOCK_CLOEXEC, NETLINK_NETFILTER);

	if (fd < 0 || bind(fd, (struct sockaddr *)&any, sizeof(any)) < 0)
		fail("socket");
	return fd;
}

/* A datagram of requests under construction. */
struct batch {
	_Alignas(8) char bytes[65536];
	size_t length;
	struct nlmsghdr *message; /* the last one */
};

static inline void *reserve(struct batch *batch, size_t length)
{
	void *start = batch->bytes + batch->length;

	batch->length += NLMSG_ALIGN(length);
	if (batch->length > sizeof(batch->bytes)) {
		errno = ENOBUFS;
		fail("batch");
	}
	memset(start, 0, NLMSG_ALIGN(length));
	return start;
}

static inline void begin_message(struct batch *batch, int type, int flags, int family)
{
	struct nfgenmsg *header;

	batch->message = reserve(batch, sizeof(*batch->message));
	batch->message->nlmsg_type = NFNL_SUBSYS_CTNETLINK << 8 | type;
	batch->message->nlmsg_flags = NLM_F_REQUEST | flags;
	header = reserve(batch, sizeof(*header));
	header->nfgen_family = family;
}

static inline void end_message(struct batch *batch)
{
	batch->message->nlmsg_len = batch->bytes + batch->length - (char *)batch->message;
}

static inline void put(struct batch *batch, int type, const void *value, size_t length)
{
	struct nlattr *attribute = reserve(batch, NLA_HDRLEN + length);

	attribute->nla_type = type;
	attribute->nla_len = NLA_HDRLEN + length;
	memcpy((char *)attribute + NLA_HDRLEN, value, length);
}

static inline void put_u8(struct batch *batch, int type, uint8_t value)
{
	put(batch, type, &value, sizeof(value));
}

static inline void put_be16(struct batch *batch, int type, uint16_t value)
{
	value = htons(value);
	put(batch, type, &value, sizeof(value));
}

static inline void put_be32(struct batch *batch, int type, uint32_t value)
{
	value = htonl(value);
	put(batch, type, &value, sizeof(value));
}

static inline struct nlattr *begin_nest(struct batch *batch, int type)
{
	struct nlattr *nest = reserve(batch, NLA_HDRLEN);

	nest->nla_type = NLA_F_NESTED | type;
	return nest;
}

static inline void end_nest(struct batch *batch, struct nlattr *nest)
{
	nest->nla_len = batch->bytes + batch->length - (char *)nest;
}

/* Selects the flows with exactly this mark. */
static inline void put_mark_filter(struct batch *batch, uint32_t mark)
{
	put_be32(batch, CTA_MARK, mark);
	put_be32(batch, CTA_MARK_MASK, UINT32_MAX);
}

static inline void send_batch(int fd, const struct batch *batch)
{
	if (send(fd, batch->bytes, batch->length, 0) != (ssize_t)batch->length)
		fail("send");
}

/*
 * Waits for the answer to the last message of a batch, before which come failures of the others.
 * Only a tolerated error is none; 0 tolerates nothing.
 */
static inline void await_answer(int fd, uint32_t last_sequence, int tolerated)
{
	struct {
		struct nlmsghdr header;
		struct nlmsgerr body;
		char request[1024];
	} answer;

	do {
		if (recv(fd, &answer, sizeof(answer), 0) < 0)
			fail("recv");
		errno = -answer.body.error;
		if (errno != 0 && errno != tolerated)
			fail("request");
	} while (answer.header.nlmsg_seq != last_sequence);
}

#endif
