/*
 * The limit of every dump: asks for the whole table, or with a mark for the flows that have it,
 * receives them into a buffer of 32 KiB and counts the messages, whose attributes it never looks at.
 *
 * usage: dump [MARK]
 *
 * Prints the time from opening the socket to closing it, and the number of flows.
 */
#include "netlink.h"

static void request_dump(int fd, const char *mark)
{
	static struct batch batch;

	begin_message(&batch, IPCTNL_MSG_CT_GET, NLM_F_DUMP, AF_UNSPEC);
	if (mark != NULL)
		put_mark_filter(&batch, strtoul(mark, NULL, 0));
	end_message(&batch);
	send_batch(fd, &batch);
}

static size_t receive(int fd, char *buffer)
{
	ssize_t length;

	do {
		length = recv(fd, buffer, DATAGRAM_BYTES, MSG_TRUNC);
	} while (length < 0 && errno == EINTR);
	if (length < 0)
		fail("recv");
	if (length > DATAGRAM_BYTES) {
		errno = EMSGSIZE;
		fail("recv");
	}
	return length;
}

static int64_t count_flows(int fd)
{
	static _Alignas(8) char buffer[DATAGRAM_BYTES];
	int64_t flows = 0;

	for (;;) {
		size_t length = receive(fd, buffer);
		struct nlmsghdr *message = (struct nlmsghdr *)buffer;

		for (; NLMSG_OK(message, length); message = NLMSG_NEXT(message, length)) {
			if (message->nlmsg_type == NLMSG_DONE)
				return flows;
			if (message->nlmsg_type == NLMSG_ERROR) {
				errno = -((struct nlmsgerr *)NLMSG_DATA(message))->error;
				fail("dump");
			}
			flows++;
		}
	}
}

int main(int argc, char **argv)
{
	struct start start = begin_turn();
	int fd = open_netfilter();
	int64_t flows;

	request_dump(fd, argc > 1 ? argv[1] : NULL);
	flows = count_flows(fd);
	close(fd);
	end_turn(start, flows);
	return 0;
}
