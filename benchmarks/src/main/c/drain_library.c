/*
 * Reads events with libnetfilter_conntrack, every attribute of each; see drain.c.
 *
 * usage: drain_library FIRST COUNT IPV6_PERCENT MARK
 */
#include "events.h"

#include <libnetfilter_conntrack/libnetfilter_conntrack.h>

struct reader {
	int64_t events;
	int64_t expected;
	uint64_t sum; /* needs what was read, lest the compiler leave it out */
};

static int read_event(enum nf_conntrack_msg_type type, struct nf_conntrack *flow, void *data)
{
	struct reader *reader = data;

	(void)type;
	for (int attribute = 0; attribute < ATTR_MAX; attribute++) {
		const uint8_t *value = nfct_get_attr(flow, attribute);

		if (value != NULL)
			reader->sum += *value;
	}
	return ++reader->events == reader->expected ? NFCT_CB_STOP : NFCT_CB_CONTINUE;
}

int main(int argc, char **argv)
{
	struct nfct_handle *handle = nfct_open(CONNTRACK, NF_NETLINK_CONNTRACK_NEW);
	struct reader reader = { 0 };
	struct start start;

	if (argc != 5 || handle == NULL) {
		fprintf(stderr, "usage: drain_library FIRST COUNT IPV6_PERCENT MARK\n");
		return 2;
	}
	reserve_events(nfct_fd(handle), strtoul(argv[2], NULL, 10));
	nfct_callback_register(handle, NFCT_T_NEW, read_event, &reader);
	reader.expected = queue_events(argv + 1);
	start = begin_turn();
	if (nfct_catch(handle) < 0)
		fail("nfct_catch");
	end_turn(start, reader.sum == 0 ? 0 : reader.events);
	return 0;
}
