// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Where the runtime, the shims and the entry point go on a link's line.
#include "test/unit/check.h"
#include "test/unit/driver_lines.h"
#include <cstdlib>
#include <cstring>
#include <fstream>
#include <unistd.h>

using namespace ckpt::driver;

static std::string linked(const std::string &line, bool make_static = false) {
  Split given(line);
  Words words(given.args().drop_front());
  Invocation invocation =
      classify(parse_command_name(given.args().front()), words.expanded());
  return joined(link_line(invocation, words, {"RT", "SHIMS", "STATIC"}, make_static));
}

static const std::string kEnd =
    " -Wl,-u,pthread_create -Wl,-u,syscall -Wl,-e,__ckpt_start";
static const std::string kLinkersEnd =
    " -u pthread_create -u syscall -e __ckpt_start";
static const std::string kTail = " RT SHIMS -Wl,--build-id" + kEnd;

static const std::string kStaticTail =
    " RT STATIC -Wl,--build-id -Wl,-e,__ckpt_start";

TEST(the_runtime_follows_the_users_words) {
  CHECK_EQ(linked("gcc -O2 a.c -o x -lm"), "-O2 a.c -o x -lm" + kTail);
}

TEST(a_language_in_force_ends_before_the_runtime) {
  CHECK_EQ(linked("gcc -x c a"), "-x c a -x none" + kTail);
  CHECK_EQ(linked("gcc -x c a -x none"), "-x c a -x none" + kTail);
}

TEST(shims_precede_the_c_library_and_nothing_else) {
  CHECK_EQ(linked("gcc a.o -lfoo -lc -lm"), "a.o -lfoo SHIMS -lc -lm" + kTail);
  CHECK_EQ(linked("gcc a.o -l pthread"), "a.o SHIMS -l pthread" + kTail);
  CHECK_EQ(linked("gcc a.o -Wl,-lc"), "a.o SHIMS -Wl,-lc" + kTail);
  CHECK_EQ(linked("gcc a.o /usr/lib/libc.so.6"),
           "a.o SHIMS /usr/lib/libc.so.6" + kTail);
  CHECK_EQ(linked("gcc a.o -lcrypto libcx.a"), "a.o -lcrypto libcx.a" + kTail);
}

TEST(shims_are_never_a_whole_archive) {
  CHECK_EQ(linked("gcc a.o -Wl,--whole-archive -lpthread "
                  "-Wl,--no-whole-archive -lc"),
           "a.o -Wl,--whole-archive -Wl,--no-whole-archive SHIMS "
           "-Wl,--whole-archive -lpthread -Wl,--no-whole-archive SHIMS -lc" +
               kTail);
  CHECK_EQ(linked("gcc a.o -Wl,--push-state,--whole-archive x.a "
                  "-Wl,--pop-state -lc"),
           "a.o -Wl,--push-state,--whole-archive x.a -Wl,--pop-state SHIMS "
           "-lc" +
               kTail);
  CHECK_EQ(linked("gcc -Wl,--whole-archive a.a"),
           "-Wl,--whole-archive a.a RT -Wl,--no-whole-archive SHIMS "
           "-Wl,--whole-archive -Wl,--build-id" +
               kEnd);
}

TEST(a_users_entry_is_chained_to) {
  CHECK_EQ(linked("gcc a.o -Wl,-e,go"),
           "a.o -Wl,-e,go RT SHIMS -Wl,--build-id -Wl,-u,go "
           "-Wl,--defsym=__ckpt_next=go" +
               kEnd);
  CHECK_EQ(linked("gcc a.o -Wl,-e,0x400000"),
           "a.o -Wl,-e,0x400000 RT SHIMS -Wl,--build-id "
           "-Wl,--defsym=__ckpt_next=0x400000" +
               kEnd);
}

TEST(the_linker_gets_its_own_words) {
  CHECK_EQ(linked("ld -o x crt1.o a.o -lc"),
           "-o x crt1.o a.o SHIMS -lc RT SHIMS --build-id" + kLinkersEnd);
  CHECK_EQ(linked("ld crt1.o -e go --whole-archive /usr/lib/libpthread.a"),
           "crt1.o -e go --whole-archive --no-whole-archive SHIMS "
           "--whole-archive /usr/lib/libpthread.a RT --no-whole-archive SHIMS "
           "--whole-archive --build-id -u go --defsym=__ckpt_next=go" +
               kLinkersEnd);
  CHECK_EQ(linked("ld crt1.o", true),
           "-static crt1.o RT STATIC --build-id -e __ckpt_start");
}

TEST(our_files_are_no_data) {
  CHECK_EQ(linked("ld crt1.o -b binary x"),
           "crt1.o -b binary x -b elf64-x86-64 RT SHIMS --build-id "
           "-e __ckpt_start");
  CHECK_EQ(linked("gcc a.o -Wl,-b,binary,x,-b,default"),
           "a.o -Wl,-b,binary,x,-b,default" + kTail);
}

TEST(nothing_is_called_of_a_c_library_that_is_not_there) {
  CHECK_EQ(linked("gcc -nodefaultlibs a.o"),
           "-nodefaultlibs a.o RT SHIMS -Wl,--build-id -Wl,-e,__ckpt_start");
  CHECK_EQ(linked("gcc -nodefaultlibs a.o -lc"),
           "-nodefaultlibs a.o SHIMS -lc" + kTail);
  CHECK_EQ(linked("gcc -nostdlib crt1.o a.o"),
           "-nostdlib crt1.o a.o RT SHIMS -Wl,--build-id "
           "-Wl,-e,__ckpt_start");
  CHECK_EQ(linked("gcc -nostartfiles crt1.o a.o"),
           "-nostartfiles crt1.o a.o" + kTail);
}

TEST(a_users_build_id_stays) {
  CHECK_EQ(linked("gcc a.o -Wl,--build-id=uuid"),
           "a.o -Wl,--build-id=uuid RT SHIMS" + kEnd);
}

TEST(static_is_added_once) {
  CHECK_EQ(linked("gcc a.o", true), "-static a.o" + kStaticTail);
  CHECK_EQ(linked("gcc a.o -static", true), "a.o -static" + kStaticTail);
  CHECK_EQ(linked("gcc a.o -static-pie", true), "a.o -static-pie" + kStaticTail);
  CHECK_EQ(linked("gcc a.o -pie", true), "-static-pie a.o -pie" + kStaticTail);
  CHECK_EQ(linked("gcc a.o -pie -no-pie", true),
           "-static a.o -pie -no-pie" + kStaticTail);
}

TEST(a_static_c_library_has_shims_of_its_own) {
  for (const char *line : {"a.o -static", "a.o -static-pie", "a.o -Wl,-Bstatic",
                           "a.o -Wl,-dn", "a.o -Xlinker -static",
                           "-Wl,-Bdynamic,--push-state,-Bstatic a.o"})
    CHECK_EQ(linked(std::string("gcc ") + line), line + kStaticTail);
  for (const char *line : {"a.o", "-Wl,-Bstatic a.o -Wl,-Bdynamic",
                           "a.o -static-libgcc", "a.o -Wl,-dn,-call_shared",
                           "-Wl,--push-state,-Bstatic a.o -Wl,--pop-state"})
    CHECK_EQ(linked(std::string("gcc ") + line), line + kTail);
  CHECK_EQ(linked("gcc a.o -l:libc.a"), "a.o STATIC -l:libc.a" + kStaticTail);
  CHECK_EQ(linked("gcc a.o -Wl,/usr/lib/libc.a"),
           "a.o STATIC -Wl,/usr/lib/libc.a" + kStaticTail);
  CHECK_EQ(linked("ld -static crt1.o a.o -lc"),
           "-static crt1.o a.o STATIC -lc RT STATIC --build-id -e __ckpt_start");
}

// They come behind the shims, and the linker looks for nothing in front of them.
TEST(libraries_of_the_compiler_precede_the_shims_of_a_static_program) {
  auto with = [](const std::string &names) {
    std::string tail = kStaticTail;
    return tail.insert(tail.find("STATIC"), names);
  };
  CHECK_EQ(linked("g++ a.o -static"), "a.o -static" + with("-lstdc++ "));
  CHECK_EQ(linked("x86_64-linux-gnu-g++-12 a.o -static"),
           "a.o -static" + with("-lstdc++ "));
  CHECK_EQ(linked("g++ a.o -static -fopenmp"),
           "a.o -static -fopenmp" + with("-lstdc++ -lgomp "));
  CHECK_EQ(linked("gfortran a.o -static -fopenmp"),
           "a.o -static -fopenmp" + with("-lgomp "));
  CHECK_EQ(linked("clang++ a.o -static"), "a.o -static" + with("-lstdc++ "));
  for (const char *line :
       {"clang++ a.o -static -stdlib=libc++", "g++ a.o -static -nostdlib++",
        "g++ a.o -static -nodefaultlibs", "clang a.o -static -fopenmp",
        "gcc a.o -static -fopenmp -fno-openmp"})
    CHECK_EQ(linked(line), std::string(strchr(line, ' ') + 1) + kStaticTail);
  CHECK_EQ(linked("g++ a.o -fopenmp"), "a.o -fopenmp" + kTail);
  CHECK_EQ(linked("g++ -static a.a -Wl,--whole-archive b.a"),
           "-static a.a -Wl,--whole-archive b.a RT -Wl,--no-whole-archive "
           "-lstdc++ STATIC -Wl,--whole-archive" +
               kStaticTail.substr(strlen(" RT STATIC")));
}

TEST(options_precede_clangs_end_of_options) {
  CHECK_EQ(linked("clang -O2 -- a.o"),
           "-O2 -Wl,--build-id" + kEnd + " -- a.o RT SHIMS");
}

// A response file stays one, unless the shims have to go inside.
TEST(response_files_are_read_but_passed_on) {
  char name[] = "/tmp/driver_link_line.XXXXXX";
  int fd = mkstemp(name);
  REQUIRE(fd >= 0);
  close(fd);
  std::string at = std::string("@") + name;
  std::ofstream(name) << "a.o 'b c.o'\n-o x -x c";
  CHECK_EQ(linked("gcc " + at), at + " -x none" + kTail);
  std::ofstream(name) << "a.o \"b c.o\" -lc";
  CHECK_EQ(linked("gcc -O2 " + at + " -g"),
           "-O2 a.o b c.o SHIMS -lc -g" + kTail);
  std::ofstream(name) << "-c a.c";
  Split given(at + " b.c");
  Words words(given.args());
  CHECK_EQ(classify({CommandKind::kGcc, ""}, words.expanded()).mode,
           Mode::kNoLink);
  CHECK_EQ(joined(plain_line(words)), at + " b.c");
  std::ofstream(name) << "-r a.o";
  Split linkers("-Wl,-z,now," + at + ",-O1");
  Words seen(linkers.args());
  CHECK_EQ(classify({CommandKind::kGcc, ""}, seen.expanded()).mode,
           Mode::kNotAProgram);
  CHECK_EQ(joined(plain_line(seen)), "-Wl,-z,now," + at + ",-O1");
  std::ofstream(name) << "-e go -lc";
  CHECK_EQ(linked("gcc a.o -Wl," + at),
           "a.o SHIMS -Wl," + at + " RT SHIMS -Wl,--build-id -Wl,-u,go "
           "-Wl,--defsym=__ckpt_next=go" +
               kEnd);
  std::ofstream(name) << "a.o " << at;
  CHECK_EQ(linked("gcc b.o " + at), "b.o " + at + kTail);
  unlink(name);
  CHECK_EQ(linked("gcc b.o " + at), "b.o " + at + kTail);
}
