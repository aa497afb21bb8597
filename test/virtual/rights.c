// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Descriptors through a local socket: to itself, to a child, in several messages.
// RUN: %job %s %t --at-least 1 --env "CKPT_FLAGS=-_condor_aggravate_bugs"
#include "ckpt_test.h"
#include <fcntl.h>
#include <sys/socket.h>
#include <sys/wait.h>

static char data[] = "x", room[CMSG_SPACE(2 * sizeof(int))];
static struct iovec part = {data, 1};

static struct msghdr message(const int *fds) {
  struct msghdr m = {.msg_iov = &part, .msg_iovlen = 1, .msg_control = room,
                     .msg_controllen = sizeof room};
  if (!fds)
    return m;
  struct cmsghdr *c = CMSG_FIRSTHDR(&m);
  *c = (struct cmsghdr){CMSG_LEN(2 * sizeof(int)), SOL_SOCKET, SCM_RIGHTS};
  memcpy(CMSG_DATA(c), fds, 2 * sizeof(int));
  return m;
}

static void receive(int socket, int *fds, int many) {
  struct mmsghdr list = {message(NULL), 0};
  CHECK(many ? recvmmsg(socket, &list, 1, 0, NULL) == 1
             : recvmsg(socket, &list.msg_hdr, 0) == 1);
  CHECK(!(list.msg_hdr.msg_flags & MSG_CTRUNC));
  memcpy(fds, CMSG_DATA(CMSG_FIRSTHDR(&list.msg_hdr)), 2 * sizeof(int));
}

int main(void) {
  int pair[2], sent[2], got[2];
  CHECK(!socketpair(AF_UNIX, SOCK_STREAM, 0, pair) && !pipe(sent));
  for (int many = 0; many < 2; ++many) {
    struct mmsghdr list = {message(sent), 0};
    CHECK(many ? sendmmsg(pair[0], &list, 1, 0) == 1 && list.msg_len == 1
               : sendmsg(pair[0], &list.msg_hdr, 0) == 1);
    CHECK(!memcmp(CMSG_DATA(CMSG_FIRSTHDR(&list.msg_hdr)), sent, sizeof sent));
    receive(pair[1], got, many);
    CHECK(got[0] > 36 && got[1] > 36 && write(got[1], "y", 1) == 1);
    checkpoint();
    CHECK(read(sent[0], data, 1) == 1 && data[0] == 'y');
  }
  pid_t child = fork();
  if (!child) {
    receive(pair[1], got, 0);
    _exit(write(got[1], "z", 1) != 1);
  }
  struct msghdr m = message(sent);
  CHECK(sendmsg(pair[0], &m, 0) == 1 && waitpid(child, &got[0], 0) == child);
  CHECK(got[0] == 0 && read(sent[0], data, 1) == 1 && data[0] == 'z');
  struct mmsghdr three[3] = {{message(sent)}, {message(sent)}, {message(sent)}};
  CHECK(sendmmsg(pair[0], three, 3, 0) == 3 && three[2].msg_len == 1);
  for (int i = 0; i < 3; ++i) {
    receive(pair[1], got, 1);
    CHECK(write(got[1], "w", 1) == 1 && read(sent[0], data, 1) == 1);
    CHECK(!close(got[0]) && !close(got[1]));
    m = message(sent); // `room` has what was received
  }
  int bad[2] = {3, 4};
  m = message(bad);
  CHECK(sendmsg(pair[0], &m, 0) == -1 && errno == EBADF);
  puts("good");
}
