/*
 * The limit of creating flows: batches of 128, of which the last message asks for an answer.
 *
 * usage: create FIRST COUNT IPV6_PERCENT MARK
 *
 * Prints the time from opening the socket to closing it, and the number of flows.
 */
#include "flows.h"

int main(int argc, char **argv)
{
	struct start start = begin_turn();
	uint32_t count;

	if (argc != 5) {
		fprintf(stderr, "usage: create FIRST COUNT IPV6_PERCENT MARK\n");
		return 2;
	}
	count = strtoul(argv[2], NULL, 10);
	create_flows(strtoul(argv[1], NULL, 10), count, strtoul(argv[3], NULL, 10), strtoul(argv[4], NULL, 0));
	end_turn(start, count);
	return 0;
}
