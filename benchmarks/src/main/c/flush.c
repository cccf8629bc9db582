/*
 * The limit of deleting by mark: one request, the kernel's flush with a filter.
 *
 * usage: flush MARK
 *
 * Prints the time from opening the socket to closing it, and the number of flows that went. Only
 * for a table of which nothing is to be kept: a kernel without such filters empties it.
 */
#include "netlink.h"

static uint32_t count_flows(int fd)
{
	static struct batch batch;
	static _Alignas(8) char answer[DATAGRAM_BYTES];
	struct nlattr *entries = (struct nlattr *)(answer + NLMSG_HDRLEN + NLMSG_ALIGN(sizeof(struct nfgenmsg)));
	uint32_t value;

	batch.length = 0;
	begin_message(&batch, IPCTNL_MSG_CT_GET_STATS, 0, AF_UNSPEC);
	end_message(&batch);
	send_batch(fd, &batch);
	if (recv(fd, answer, sizeof(answer), 0) < 0)
		fail("recv");
	memcpy(&value, (char *)entries + NLA_HDRLEN, sizeof(value)); /* CTA_STATS_GLOBAL_ENTRIES comes first */
	return ntohl(value);
}

static void flush(int fd, uint32_t mark)
{
	static struct batch batch;

	begin_message(&batch, IPCTNL_MSG_CT_DELETE, NLM_F_ACK, AF_UNSPEC);
	put_mark_filter(&batch, mark);
	end_message(&batch);
	send_batch(fd, &batch);
	await_answer(fd, 0, 0);
}

int main(int argc, char **argv)
{
	int counting = open_netfilter();
	uint32_t before = count_flows(counting);
	struct start start = begin_turn(), passed;
	int fd = open_netfilter();

	if (argc != 2) {
		fprintf(stderr, "usage: flush MARK\n");
		return 2;
	}
	flush(fd, strtoul(argv[1], NULL, 0));
	close(fd);
	passed = end_time(start);
	print_turn(passed, before - count_flows(counting));
	return 0;
}
