// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// A terminal of which the program has both sides: modes, size, packet mode, what
// waits on either side: lines, an end of file, a line that is not ended.
// RUN: %job %s %t --at-least 3
#include "ckpt_test.h"
#include <fcntl.h>
#include <pty.h>
#include <sys/ioctl.h>

static int master, slave;

static void show(const char *what, int fd) {
  char text[300];
  ssize_t n = read(fd, text, sizeof text), more;
  while (fd == master && n > 0 && (more = read(fd, text + n, sizeof text - n)) > 0)
    n += more;
  printf("%s %zd:", what, n);
  for (ssize_t i = 0; i < n; ++i)
    printf(" %02x", (unsigned char)text[i]);
  puts(""), fflush(stdout);
}

static void put(int fd, const char *text) {
  CHECK(write(fd, text, strlen(text)) == (ssize_t)strlen(text));
}

int main(void) {
  struct winsize size = {33, 99, 5, 6};
  struct termios modes;
  CHECK(!openpty(&master, &slave, NULL, NULL, &size));
  int low = dup(0), second = open(ttyname(slave), O_RDONLY | O_NOCTTY);
  CHECK(dup2(slave, low) == low && !close(slave)), slave = low;
  fcntl(master, F_SETFL, O_NONBLOCK), fcntl(slave, F_SETFL, O_NONBLOCK);
  CHECK(!tcgetattr(slave, &modes));
  modes.c_cc[VINTR] = 7, modes.c_oflag &= ~(tcflag_t)ONLCR;
  CHECK(!tcsetattr(slave, TCSANOW, &modes));
  put(slave, "out\tput\n"), put(master, "one\rtwo\n\4three\4beg");
  checkpoint();
  memset(&size, 0, sizeof size), memset(&modes, 0, sizeof modes);
  CHECK(!tcgetattr(master, &modes) && modes.c_cc[VINTR] == 7);
  CHECK(!ioctl(slave, TIOCGWINSZ, &size) && size.ws_row == 33 && size.ws_xpixel == 5);
  CHECK((fcntl(second, F_GETFL) & O_ACCMODE) == O_RDONLY && isatty(second));
  char *name = ttyname(slave);
  CHECK(name && !strcmp(name, ptsname(master)));
  checkpoint(); // all of that once more
  put(master, "\177un\n");
  for (int i = 0; i < 6; ++i)
    show("slave", slave);
  show("master", master);
  cfmakeraw(&modes), modes.c_cc[VMIN] = 3;
  int on = 1;
  CHECK(!tcsetattr(slave, TCSANOW, &modes) && !ioctl(master, TIOCPKT, &on));
  show("packet", master);
  put(slave, "x\n"), put(master, "\1\r\n\377\4");
  checkpoint();
  show("slave", slave), show("packet", master), show("nothing", master);
  CHECK(!close(slave) && !close(second));
  show("closed", master);
}
