/*
 * Fills the table of its network namespace.
 *
 * usage: fill FLOWS IPV6_PERCENT MARK [marked]
 *
 * One flow in 16 has MARK, the others have mark 0. With "marked" it creates those of the former
 * that are missing, and nothing else. Prints the time it took and the number of flows.
 */
#include "flows.h"

int main(int argc, char **argv)
{
	static struct creation creation;
	struct start start = begin_turn();
	long flows = argc >= 4 ? strtol(argv[1], NULL, 10) : 0;
	int only_marked = argc == 5 && strcmp(argv[4], "marked") == 0;
	uint32_t mark;

	if (flows < 1 || flows > MAX_FLOWS || (argc > 4 && !only_marked)) {
		fprintf(stderr, "usage: fill FLOWS IPV6_PERCENT MARK [marked], with 1 to %d flows\n", MAX_FLOWS);
		return 2;
	}
	creation.fd = open_netfilter();
	creation.ipv6_percent = strtoul(argv[2], NULL, 0);
	creation.tolerated = only_marked ? EEXIST : 0;
	mark = strtoul(argv[3], NULL, 0);
	for (uint32_t flow = 0; flow < flows; flow += only_marked ? MARKED_OF : 1)
		create_flow(&creation, flow, flow % MARKED_OF == 0 ? mark : 0);
	send_flows(&creation);
	end_turn(start, flows);
	return 0;
}
