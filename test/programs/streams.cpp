// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Files in every way of two libraries: iostreams and stdio, big buffers, ungetc
// and fseek between reads and writes, many directories, locales and iconv,
// exceptions out of destructors, thread_local objects, getrandom, a changed
// argv[0], limits and priority.
// REQUIRES: long
// RUN: %job %s %t --random 40 --at-least 3 --limit 120 --files=a.txt,d1/b.bin --requests vacate --stderr any
#include "ckpt_test.h"
#include <cmath>
#include <fcntl.h>
#include <fstream>
#include <iconv.h>
#include <iostream>
#include <locale.h>
#include <map>
#include <memory>
#include <sstream>
#include <stdexcept>
#include <string>
#include <sys/random.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <vector>
#include <wchar.h>

namespace {

unsigned seed = 4711;
unsigned chance(unsigned n) {
  seed = seed * 1103515245u + 12345u;
  return (seed >> 8) % n;
}

struct Thrower {
  std::string text;
  int *count;
  ~Thrower() noexcept(false) {
    ++*count;
    if (count[0] % 2)
      throw std::runtime_error(text);
  }
};

thread_local std::map<std::string, std::vector<long double>> table;
char buffer[1 << 16];

unsigned long throw_around(unsigned round) {
  static int count = 0;
  unsigned long caught = 0;
  for (int i = 0; i < 6; ++i)
    try {
      Thrower thrower{std::to_string(round * 10 + i), &count};
      table[thrower.text.substr(0, 2)].push_back(std::sqrt(round + 1.0L));
    } catch (const std::exception &error) {
      caught = caught * 7 + std::stoul(error.what());
    }
  return caught;
}

// Records of 64 bytes, read, pushed back, changed and appended.
unsigned long file_in_turns(FILE *file, unsigned round) {
  unsigned long sum = 0;
  char record[64] = {};
  for (unsigned i = 0; i < 20; ++i) {
    memset(record, 0, sizeof record);
    snprintf(record, sizeof record, "%u %u", round, i);
    CHECK(!fseek(file, 0, SEEK_END));
    CHECK(fwrite(record, sizeof record, 1, file) == 1);
    long records = ftell(file) / 64;
    CHECK(!fseek(file, 64l * chance((unsigned)records), SEEK_SET));
    int first = fgetc(file);
    CHECK(first != EOF && ungetc('#', file) == '#' && fgetc(file) == '#');
    CHECK(fread(record, 63, 1, file) == 1);
    sum = sum * 31 + (unsigned char)first + strlen(record);
    CHECK(!fseek(file, 64l * chance((unsigned)records) + 40, SEEK_SET));
    CHECK(fputc('a' + (int)chance(26), file) != EOF);
  }
  return sum;
}

unsigned long convert(unsigned round) {
  iconv_t to = iconv_open("UTF-16LE", "UTF-8");
  iconv_t latin = iconv_open("UTF-8", "ISO-8859-1");
  CHECK(to != (iconv_t)-1 && latin != (iconv_t)-1);
  char in[] = "gr\xfc\xdf, \xe9t\xe9 \xa3", middle[64], out[128];
  char *from = in, *at = middle;
  size_t left = strlen(in), room = sizeof middle;
  CHECK(iconv(latin, &from, &left, &at, &room) == 0 && left == 0);
  char *back = middle, *end = out;
  size_t middle_left = sizeof middle - room, out_room = sizeof out;
  CHECK(iconv(to, &back, &middle_left, &end, &out_room) == 0);
  CHECK(!iconv_close(to) && !iconv_close(latin));
  unsigned long sum = round;
  for (char *p = out; p < end; ++p)
    sum = sum * 33 + (unsigned char)*p;
  return sum;
}

// The kernel's random bytes must not show in the result.
unsigned long random_bytes() {
  unsigned char bytes[64] = {};
  CHECK(getrandom(bytes, 32, 0) == 32);
  int fd = open("/dev/urandom", O_RDONLY);
  CHECK(fd >= 0 && read(fd, bytes + 32, 32) == 32 && !close(fd));
  unsigned long zeros = 0;
  for (unsigned char byte : bytes)
    zeros += byte == 0;
  return zeros > 40;
}

void wander(unsigned round, const std::string &home) {
  std::string name = "d" + std::to_string(round % 5);
  mkdir(name.c_str(), 0700);
  CHECK(!chdir(name.c_str()));
  std::ofstream("note") << round << ' ' << name << '\n';
  std::ifstream in("note");
  unsigned seen = 0;
  std::string text;
  CHECK((in >> seen >> text) && seen == round && text == name);
  CHECK(!chdir(round % 2 ? ".." : home.c_str()));
}

} // namespace

int main(int, char **argv) {
  CHECK(setlocale(LC_ALL, "C.UTF-8"));
  strcpy(argv[0], "x");
  struct rlimit core = {0, 0};
  CHECK(!setrlimit(RLIMIT_CORE, &core));
  errno = 0;
  CHECK(nice(1) != -1 || !errno);
  char *here = getcwd(nullptr, 0);
  std::string home = here;
  free(here);
  mkdir("d1", 0700);
  FILE *file = fopen("d1/b.bin", "w+");
  CHECK(file && !setvbuf(file, buffer, _IOFBF, sizeof buffer));
  std::fstream text("a.txt", std::ios::in | std::ios::out | std::ios::trunc);
  unsigned long sum = 0;
  for (unsigned round = 0; round < 600; ++round) {
    sum = sum * 31 + throw_around(round) + file_in_turns(file, round);
    sum = sum * 31 + convert(round) + random_bytes();
    wander(round, home);
    text.seekp(0, std::ios::end);
    text << round << ' ' << sum << '\n';
    text.seekg(chance(round + 1));
    std::string word;
    text >> word;
    text.clear();
    sum += word.size();
    wchar_t wide[8];
    CHECK(mbstowcs(wide, "\xc3\xa4\xe2\x82\xac", 8) == 2 && wide[1] == 0x20ac);
    std::cout << round << ' ' << std::hexfloat << std::sin(sum) << '\n';
  }
  std::cout << table.size() << ' ' << sum << '\n';
  CHECK(!fclose(file));
}
