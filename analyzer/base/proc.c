// SPDX-License-Identifier: GPL-2.0-or-later
#include "base/proc.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <sched.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "base/diag.h"

struct pipes {
	int in[2], out[2], err[2];
};

static void pipes_close(struct pipes *s)
{
	int *all[] = { s->in, s->out, s->err };

	for (int i = 0; i < 3; i++)
		for (int k = 0; k < 2; k++)
			if (all[i][k] >= 0)
				close(all[i][k]);
}

static int pipes_open(const struct proc *p, struct pipes *s)
{
	*s = (struct pipes){ { -1, -1 }, { -1, -1 }, { -1, -1 } };
	if ((p->input && pipe2(s->in, O_CLOEXEC)) || (p->out && pipe2(s->out, O_CLOEXEC)) ||
	    (p->err && p->err != p->out && pipe2(s->err, O_CLOEXEC))) {
		pipes_close(s);
		return -1;
	}
	return 0;
}

static void proc_child(const struct proc *p, const struct pipes *s)
{
	int null = open("/dev/null", O_RDONLY);

	if (p->timeout)
		setpgid(0, 0);
	dup2(p->input ? s->in[0] : null, 0);
	if (p->out)
		dup2(s->out[1], 1);
	if (p->err)
		dup2(p->err == p->out ? s->out[1] : s->err[1], 2);
	if (p->cwd && chdir(p->cwd)) {
		fprintf(stderr, "%s: cannot enter '%s': %s\n", diag_program, p->cwd,
			strerror(errno));
		_exit(127);
	}
	for (const char *const *e = p->env; e && *e; e++)
		putenv((char *)*e);
	if (p->func) {
		int status = p->func(p->data);

		fflush(NULL);
		_exit(status); /* nothing of the parent's is torn down here */
	}
	execvp(p->argv[0], (char *const *)p->argv);
	fprintf(stderr, "%s: cannot run '%s': %s\n", diag_program, p->argv[0], strerror(errno));
	_exit(127);
}

static double proc_now(void)
{
	struct timespec ts;

	clock_gettime(CLOCK_MONOTONIC, &ts);
	return (double)ts.tv_sec + (double)ts.tv_nsec / 1e9;
}

/* Read once from @fd into @b; closes and forgets it at end of file. */
static void proc_drain(int *fd, struct buf *b)
{
	char chunk[65536];
	ssize_t n = read(*fd, chunk, sizeof(chunk));

	if (n > 0) {
		buf_addn(b, chunk, (size_t)n);
	} else if (n == 0 || (errno != EINTR && errno != EAGAIN)) {
		close(*fd);
		*fd = -1;
	}
}

static void proc_feed(struct proc *p, int *fd, size_t *sent)
{
	ssize_t n = write(*fd, p->input + *sent, p->ninput - *sent);

	if (n > 0)
		*sent += (size_t)n;
	if ((n < 0 && errno != EINTR && errno != EAGAIN) || *sent == p->ninput) {
		close(*fd);
		*fd = -1;
	}
}

static void proc_pump(struct proc *p, struct pipes *s, pid_t pid)
{
	double end = p->timeout ? proc_now() + p->timeout : 0;
	size_t sent = 0;
	int gone = 0;

	while (s->in[1] >= 0 || s->out[0] >= 0 || s->err[0] >= 0 || !gone) {
		struct pollfd f[3] = { { s->in[1], POLLOUT, 0 },
				       { s->out[0], POLLIN, 0 },
				       { s->err[0], POLLIN, 0 } };
		bool idle = s->in[1] < 0 && s->out[0] < 0 && s->err[0] < 0;

		if (idle && !p->timeout)
			break;
		poll(f, 3, idle ? 10 : 200);
		if (f[0].revents)
			proc_feed(p, &s->in[1], &sent);
		if (f[1].revents)
			proc_drain(&s->out[0], p->out);
		if (f[2].revents)
			proc_drain(&s->err[0], p->err);
		if (idle) {
			siginfo_t si = { 0 };

			gone = waitid(P_PID, (id_t)pid, &si, WEXITED | WNOHANG | WNOWAIT) == 0 &&
			       si.si_pid == pid;
		}
		if (end != 0 && proc_now() > end) {
			p->timed_out = true;
			kill(-pid, SIGKILL);
			break;
		}
	}
}

unsigned int proc_cpus(void)
{
	cpu_set_t set;

	if (sched_getaffinity(0, sizeof(set), &set))
		return 1;
	return CPU_COUNT(&set) > 0 ? (unsigned int)CPU_COUNT(&set) : 1;
}

int proc_run(struct proc *p)
{
	struct pipes s;
	int st = 0;
	pid_t pid;

	p->status = -1;
	p->timed_out = false;
	fflush(NULL);
	signal(SIGPIPE, SIG_IGN);
	if (pipes_open(p, &s))
		return error("cannot run '%s': %s", p->argv[0], strerror(errno));
	pid = fork();
	if (pid < 0) {
		pipes_close(&s);
		return error("cannot run '%s': %s", p->argv[0], strerror(errno));
	}
	if (pid == 0) {
		signal(SIGPIPE, SIG_DFL);
		proc_child(p, &s);
	}
	if (p->timeout)
		setpgid(pid, pid);
	int *child[] = { &s.in[0], &s.out[1], &s.err[1] };

	for (int i = 0; i < 3; i++)
		if (*child[i] >= 0) {
			close(*child[i]);
			*child[i] = -1;
		}
	proc_pump(p, &s, pid);
	while (waitpid(pid, &st, 0) < 0 && errno == EINTR)
		;
	pipes_close(&s);
	p->status = WIFSIGNALED(st) ? 128 + WTERMSIG(st) : WEXITSTATUS(st);
	return 0;
}

char *proc_find(const char *name)
{
	const char *path = getenv("PATH");
	struct buf b = { 0 };

	while (path && *path) {
		size_t n = strcspn(path, ":");

		buf_reset(&b);
		buf_addn(&b, path, n);
		buf_addf(&b, "/%s", name);
		if (access(b.p, X_OK) == 0)
			return b.p;
		path += n + (path[n] == ':');
	}
	buf_release(&b);
	return NULL;
}
