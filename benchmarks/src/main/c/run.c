/*
 * Runs a command as a whole process, such as the original conntrack, whose output nobody reads.
 *
 * usage: run COMMAND [ARGUMENT]...
 *
 * Prints the time from its start to its end, and the number of flows, which is the first number
 * that it says on standard error behind ": ".
 */
#define _GNU_SOURCE
#include "netlink.h"

#include <fcntl.h>
#include <sys/resource.h>
#include <sys/wait.h>

static pid_t start_command(char **command, int message)
{
	pid_t child = fork();

	if (child < 0)
		fail("fork");
	if (child == 0) {
		dup2(open("/dev/null", O_WRONLY), STDOUT_FILENO);
		dup2(message, STDERR_FILENO);
		execvp(command[0], command);
		_exit(127);
	}
	close(message);
	return child;
}

/* Returns the number of flows in what was said. */
static int64_t read_flows(int message)
{
	char text[4096] = "";
	size_t length = 0;
	ssize_t more;
	char *colon;

	while ((more = read(message, text + length, sizeof(text) - 1 - length)) > 0)
		length += more;
	colon = strstr(text, ": ");
	if (colon == NULL || colon[2] < '0' || colon[2] > '9') {
		fprintf(stderr, "it tells no number of flows: %s\n", text);
		exit(1);
	}
	return strtoll(colon + 2, NULL, 10);
}

int main(int argc, char **argv)
{
	struct start passed = begin_turn();
	struct rusage usage;
	int message[2], status;
	int64_t flows;

	if (argc < 2) {
		fprintf(stderr, "usage: run COMMAND [ARGUMENT]...\n");
		return 2;
	}
	if (pipe2(message, O_CLOEXEC) < 0)
		fail("pipe");
	start_command(argv + 1, message[1]);
	flows = read_flows(message[0]);
	if (wait4(-1, &status, 0, &usage) < 0)
		fail("wait");
	passed = end_time(passed);
	passed.cpu_nanos = (usage.ru_utime.tv_sec + usage.ru_stime.tv_sec) * INT64_C(1000000000) +
			   (usage.ru_utime.tv_usec + usage.ru_stime.tv_usec) * INT64_C(1000);
	print_turn(passed, flows);
	return 0;
}
