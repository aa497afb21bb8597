/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception */
/* Descriptors in messages, by sendmsg and recvmsg. */
#pragma once
#include "ckpt_test.h"
#include <sys/socket.h>

enum { kMostSent = 4 };

static inline void send_with(int to, const char *text, size_t size,
                             const int *fds, size_t count) {
  union {
    struct cmsghdr head;
    char room[CMSG_SPACE(kMostSent * sizeof(int))];
  } control = {{CMSG_LEN(count * sizeof(int)), SOL_SOCKET, SCM_RIGHTS}};
  struct iovec one = {(void *)text, size};
  struct msghdr message = {.msg_iov = &one, .msg_iovlen = 1,
                           .msg_control = &control,
                           .msg_controllen = CMSG_SPACE(count * sizeof(int))};
  memcpy(CMSG_DATA(&control.head), fds, count * sizeof(int));
  CHECK(sendmsg(to, &message, 0) == (ssize_t)size);
}

static inline void send_one(int to, const char *text, int fd) {
  send_with(to, text, strlen(text), &fd, 1);
}

/* What is received has to be `text`; up to `most` bytes are asked for.  How many
 * descriptors came with it. */
static inline int receive(int from, size_t most, const char *text, int *fds) {
  union {
    struct cmsghdr head;
    char room[CMSG_SPACE(kMostSent * sizeof(int))];
  } control;
  char got[64];
  struct iovec one = {got, most};
  struct msghdr message = {.msg_iov = &one, .msg_iovlen = 1,
                           .msg_control = &control,
                           .msg_controllen = sizeof control};
  ssize_t size = recvmsg(from, &message, MSG_DONTWAIT);
  CHECK(size == (ssize_t)strlen(text) && !memcmp(got, text, (size_t)size));
  CHECK(!(message.msg_flags & MSG_CTRUNC));
  struct cmsghdr *head = CMSG_FIRSTHDR(&message);
  if (!head)
    return 0;
  CHECK(head->cmsg_level == SOL_SOCKET && head->cmsg_type == SCM_RIGHTS);
  memcpy(fds, CMSG_DATA(head), head->cmsg_len - CMSG_LEN(0));
  return (int)((head->cmsg_len - CMSG_LEN(0)) / sizeof(int));
}

static inline int receive_one(int from, size_t most, const char *text) {
  int fds[kMostSent];
  CHECK(receive(from, most, text, fds) == 1);
  return fds[0];
}
