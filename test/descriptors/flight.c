// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Descriptors on their way: in a stream each comes with the byte it was sent with,
// whatever is read in front of it; those that the sender keeps and those that it
// has closed; in datagrams and packets; from an end that is closed.
// RUN: %job %s %t --at-least 2
// RUN: %job %s %t.virtual --at-least 2 --modes pie,static \
// RUN:   --env CKPT_FLAGS=-_condor_aggravate_bugs
#include "../Inputs/rights.h"
#include <fcntl.h>
#include <sys/eventfd.h>

int main(void) {
  int stream[2], datagram[2], packet[2], gone[2], pipes[2], fds[kMostSent];
  char text[64];
  CHECK(!socketpair(AF_UNIX, SOCK_STREAM, 0, stream) && !pipe(pipes));
  CHECK(!socketpair(AF_UNIX, SOCK_DGRAM, 0, datagram));
  CHECK(!socketpair(AF_UNIX, SOCK_SEQPACKET, 0, packet));
  CHECK(!socketpair(AF_UNIX, SOCK_STREAM, 0, gone));
  int file = open("file", O_WRONLY | O_CREAT | O_TRUNC, 0600);
  CHECK(write(file, "0123456789", 10) == 10 && !close(file));
  CHECK(open("file", O_RDONLY) == file && lseek(file, 3, SEEK_SET) == 3);
  int kept = dup(file);
  CHECK(write(stream[0], "head", 4) == 4 && write(stream[0], "er", 2) == 2);
  send_one(stream[0], "xyz", kept);
  CHECK(write(stream[0], "tail", 4) == 4);
  send_with(stream[0], "two", 3, pipes, 2);
  send_one(datagram[0], "d", eventfd(5, 0));
  send_one(packet[0], "pp", file);
  send_one(gone[0], "g", pipes[1]);
  CHECK(!close(gone[0]) && !close(pipes[0]) && !close(pipes[1]) && !close(kept));
  for (int round = 0; round < 2; ++round) {
    checkpoint();
    int next = dup(0); // no number is used up
    CHECK(next == pipes[0] && !close(next));
  }
  CHECK(read(stream[1], text, 6) == 6 && !memcmp(text, "header", 6));
  int same = receive_one(stream[1], 1, "x");
  CHECK(read(same, text, 1) == 1 && *text == '3' && read(file, text, 1) == 1);
  CHECK(*text == '4');
  CHECK(receive(stream[1], 2, "yz", fds) == 0);
  CHECK(receive(stream[1], 64, "tailtwo", fds) == 2);
  int into = receive_one(gone[1], 64, "g");
  CHECK(write(into, "through", 7) == 7 && read(fds[0], text, 9) == 7);
  CHECK(!close(into) && !close(fds[1]) && read(fds[0], text, 9) == 0);
  uint64_t count = 0;
  CHECK(read(receive_one(datagram[1], 64, "d"), &count, 8) == 8 && count == 5);
  CHECK(lseek(receive_one(packet[1], 64, "pp"), 0, SEEK_CUR) == 5);
  CHECK(read(gone[1], text, 9) == 0);
  puts("done");
}
