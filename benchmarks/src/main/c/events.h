/* A socket that has events of new flows queued, for programs that drain it. */
#ifndef BENCHMARKS_EVENTS_H
#define BENCHMARKS_EVENTS_H

#include <sys/wait.h>
#include <unistd.h>

#include "flows.h"

#define BYTES_PER_EVENT 1280 /* of receive buffer, whatever the length of the message */

/* Makes room for so many events; the kernel doubles what it is given. */
static inline void reserve_events(int fd, uint32_t events)
{
	int bytes = (int64_t)events * BYTES_PER_EVENT / 2 + (1 << 20);

	if (setsockopt(fd, SOL_SOCKET, SO_RCVBUFFORCE, &bytes, sizeof(bytes)) < 0)
		fail("SO_RCVBUFFORCE");
}

static inline void join_new_flows(int fd)
{
	int group = NFNLGRP_CONNTRACK_NEW;

	if (setsockopt(fd, SOL_NETLINK, NETLINK_ADD_MEMBERSHIP, &group, sizeof(group)) < 0)
		fail("NETLINK_ADD_MEMBERSHIP");
}

/*
 * Creates the flows whose events are to be drained: FIRST COUNT IPV6_PERCENT MARK. In another
 * process, as the library's events come from one: memory that was taken on one processor and is
 * given back on another costs the reader more.
 */
static inline uint32_t queue_events(char **arguments)
{
	uint32_t count = strtoul(arguments[1], NULL, 10);
	pid_t child = fork();
	int status;

	if (child < 0)
		fail("fork");
	if (child == 0) {
		create_flows(strtoul(arguments[0], NULL, 10), count,
			     strtoul(arguments[2], NULL, 10), strtoul(arguments[3], NULL, 0));
		_exit(0);
	}
	if (waitpid(child, &status, 0) < 0 || status != 0)
		fail("waitpid");
	return count;
}

#endif
