/*
 * Creates flows at a steady rate, for a program that follows their events.
 *
 * usage: steady FIRST RATE SECONDS MARK
 *
 * Creates RATE flows a second, in 1000 parts of a second if it can. Prints the time it took and the
 * number of flows.
 */
#include "flows.h"

#define PARTS_PER_SECOND 1000

static void sleep_until(int64_t wall_nanos)
{
	struct timespec moment = { wall_nanos / 1000000000, wall_nanos % 1000000000 };

	clock_nanosleep(CLOCK_MONOTONIC, TIMER_ABSTIME, &moment, NULL);
}

int main(int argc, char **argv)
{
	static struct creation creation;
	struct start start = begin_turn();
	int64_t first, rate, parts, created = 0;
	uint32_t mark;

	if (argc != 5) {
		fprintf(stderr, "usage: steady FIRST RATE SECONDS MARK\n");
		return 2;
	}
	first = strtoul(argv[1], NULL, 10);
	rate = strtoul(argv[2], NULL, 10);
	parts = strtoul(argv[3], NULL, 10) * PARTS_PER_SECOND;
	mark = strtoul(argv[4], NULL, 0);
	creation.fd = open_netfilter();
	for (int64_t part = 1; part <= parts; part++) {
		for (; created < part * rate / PARTS_PER_SECOND; created++)
			create_flow(&creation, first + created, mark);
		send_flows(&creation);
		sleep_until(start.wall_nanos + part * (1000000000 / PARTS_PER_SECOND));
	}
	end_turn(start, created);
	return 0;
}
