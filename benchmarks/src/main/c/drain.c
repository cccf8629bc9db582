/*
 * The limit of reading events: recvmmsg until all that were queued are there, and count them.
 *
 * usage: drain FIRST COUNT IPV6_PERCENT MARK
 *
 * Creates the flows itself, over another socket, before the time starts. Prints the time from the
 * first receive to the last, and the number of events.
 */
#define _GNU_SOURCE
#include "events.h"

#define MESSAGES_PER_CALL 64
#define BYTES_PER_MESSAGE 2048

static int64_t drain(int fd, int64_t expected)
{
	static _Alignas(8) char buffers[MESSAGES_PER_CALL][BYTES_PER_MESSAGE];
	struct iovec parts[MESSAGES_PER_CALL];
	struct mmsghdr messages[MESSAGES_PER_CALL] = { 0 };
	int64_t events = 0;

	for (int i = 0; i < MESSAGES_PER_CALL; i++) {
		parts[i] = (struct iovec){ buffers[i], BYTES_PER_MESSAGE };
		messages[i].msg_hdr.msg_iov = &parts[i];
		messages[i].msg_hdr.msg_iovlen = 1;
	}
	while (events < expected) {
		int received = recvmmsg(fd, messages, MESSAGES_PER_CALL, MSG_DONTWAIT, NULL);

		if (received < 0 && errno == EINTR)
			continue;
		if (received < 0)
			fail("recvmmsg");
		events += received;
	}
	return events;
}

int main(int argc, char **argv)
{
	struct start start;
	uint32_t expected;
	int fd;

	if (argc != 5) {
		fprintf(stderr, "usage: drain FIRST COUNT IPV6_PERCENT MARK\n");
		return 2;
	}
	fd = open_netfilter();
	reserve_events(fd, strtoul(argv[2], NULL, 10));
	join_new_flows(fd);
	expected = queue_events(argv + 1);
	start = begin_turn();
	end_turn(start, drain(fd, expected));
	return 0;
}
