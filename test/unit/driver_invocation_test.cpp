// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Which command lines link a program.
#include "test/unit/check.h"
#include "test/unit/driver_lines.h"

using namespace ckpt::driver;

static void check_mode(Mode mode, std::initializer_list<const char *> lines) {
  for (const char *line : lines)
    if (!CHECK(classify_line(line).mode == mode))
      printf("    of: %s\n", line);
}

TEST(these_link_a_program) {
  check_mode(Mode::kLink, {"gcc a.c",
                           "gcc a.o -o prog",
                           "gcc -o prog -O2 a.c b.o -lfoo",
                           "gcc -oprog a.c",
                           "g++ -v a.cc",
                           "cc -lfoo",
                           "gcc -Wl,-Map=m",
                           "gcc -Xlinker -Map=m",
                           "gcc -MD a.c",
                           "gcc -MMD -MF a.d -MT x a.c",
                           "gcc -x c -",
                           "gcc -pipe a.c",
                           "gcc -save-temps a.c",
                           "gcc -static a.c",
                           "gcc -static-pie a.c",
                           "gcc -Wl,--whole-archive -l:libx.a",
                           "clang --target=x86_64-linux-gnu a.c",
                           "gcc -rdynamic a.c",
                           "gcc -include c.h a.c",
                           "gcc -Wl,-export-dynamic a.o",
                           "clang -fuse-ld=lld -- a.c",
                           "gcc foo.h a.c",
                           "gcc -nodefaultlibs a.c",
                           "x86_64-linux-gnu-gcc-12 a.c",
                           "clang++-14 a.cc",
                           "gcc --unknown a.c",
                           "gcc -sharedx a.c",
                           "gcc -print a.c",
                           "gcc -dumpbase x a.c"});
}

TEST(these_stop_before_the_link) {
  check_mode(Mode::kNoLink, {"gcc",
                             "gcc -c a.c",
                             "gcc -c a.c b.c",
                             "gcc -o x.o a.c -c",
                             "gcc -S a.c",
                             "gcc -E a.c",
                             "gcc -M a.c",
                             "gcc -MM -MD a.c",
                             "gcc -fsyntax-only a.c",
                             "gcc --version",
                             "gcc -v",
                             "gcc --help",
                             "gcc --help=target",
                             "gcc a.c -###",
                             "gcc -dumpversion",
                             "gcc -dumpspecs",
                             "gcc -print-file-name=libc.a",
                             "clang --print-search-dirs",
                             "clang -print-resource-dir a.c",
                             "gcc -Wl,--version",
                             "gcc -Xlinker --version",
                             "gcc foo.h",
                             "gcc -x c-header foo",
                             "clang --precompile a.cppm",
                             "clang --analyze a.c",
                             "clang -cc1 a.c",
                             "gcc -o",
                             "gcc --compile a.c",
                             "gcc -O2 -g",
                             "gfortran -c a.f90",
                             "ld --version",
                             "ld -v",
                             "ld"});
}

TEST(these_link_no_program) {
  check_mode(Mode::kNotAProgram,
             {"gcc -shared a.o", "gcc --shared a.o", "gcc -r a.o",
              "gcc -Wl,-shared a.o", "gcc -Wl,-r a.o", "gcc -Wl,-i a.o",
              "gcc -Wl,-Ur a.o", "gcc -Wl,-Bshareable a.o",
              "gcc -Wl,--relocatable a.o", "gcc -Xlinker -shared a.o",
              "gcc -Wl,--oformat,binary a.o", "gcc -Wl,--oformat=srec a.o",
              "gcc -flinker-output=rel a.o"});
  for (const char *option :
       {"-r", "-shared", "-i", "-Ur", "-Bshareable", "--relocatable",
        "--shared", "--oformat=binary", "-o x -r"})
    check_mode(Mode::kNotAProgram,
               {("ld crt1.o a.o " + std::string(option)).c_str()});
}

TEST(these_have_no_start_files) {
  check_mode(Mode::kNoStartFiles, {"gcc -nostartfiles a.c", "gcc -nostdlib a.c",
                                   "clang --no-standard-libraries a.c",
                                   "ld a.o", "ld -o crt1.o a.o", "ld a.o -lc"});
  check_mode(Mode::kLink,
             {"gcc -nostdlib /usr/lib/crt1.o a.o -lc",
              "gcc -nostartfiles Scrt1.o a.c", "gcc -nostdlib -Wl,rcrt1.o a.o",
              "gcc -nostdlib -static -Xlinker crt1.o a.o"});
}

TEST(the_linker_itself_links) {
  check_mode(Mode::kLink,
             {"ld crt1.o a.o -lc", "ld.gold -o x Scrt1.o a.o", "mold rcrt1.o",
              "ld.lld-14 -Ttext=0 gcrt1.o", "ld -rpath -r crt1.o",
              "x86_64-linux-gnu-ld -melf_x86_64 crt1.o"});
  check_mode(Mode::kOurs, {"ld crt1.o a.o rt.o -e __ckpt_start"});
  CHECK(classify_line("ld crt1.o a.o").by_linker);
  CHECK_EQ(classify_line("ld crt1.o -o x").output, "x");
  CHECK_EQ(classify_line("ld crt1.o --entry go").entry, "go");
  CHECK_EQ(classify_line("ld crt1.o -b binary x -b default").format, "default");
}

TEST(linker_scripts_are_found) {
  for (const char *line :
       {"gcc a.c -T s", "gcc a.c -Ts", "gcc a.c -Wl,-T,s", "gcc a.c -Wl,-Ts",
        "gcc a.c -Wl,--script=s", "gcc a.c -Xlinker --script -Xlinker s",
        "gcc a.c -Wl,-dT,s", "ld crt1.o -T s", "ld crt1.o --script=s",
        "ld crt1.o --default-script=s"})
    if (!CHECK_EQ(classify_line(line).scripts, std::vector<std::string>{"s"}))
      printf("    of: %s\n", line);
  for (const char *line : {"gcc a.c -Ttext 0", "gcc a.c -Ttext=0",
                           "gcc a.c -Wl,-Tdata=0", "ld crt1.o -Tbss 0"})
    CHECK(classify_line(line).scripts.empty());
  CHECK_EQ(classify_line("gcc a.c -L d -Le -Wl,-L,f").library_directories,
           (std::vector<std::string>{"d", "e", "f"}));
}

// What looks like a deciding option is the operand of another one.
TEST(operands_are_no_options) {
  check_mode(Mode::kLink,
             {"gcc -Xlinker -L -Xlinker -r a.o", "gcc -MF -c a.c",
              "gcc -o -shared a.o", "gcc -I -c a.c", "gcc -Wl,-rpath,-r a.o",
              "gcc -Xassembler -r a.s", "gcc -T -r a.o", "gcc -u -shared a.o",
              "clang -Xclang -E a.c", "clang -mllvm -c a.c",
              "clang -aux-info a.c", "gcc --param -c a.c",
              "gcc -wrapper -S a.c"});
  check_mode(Mode::kNoLink, {"gcc -o a.c", "gcc -I a.c", "gcc -include a.h",
                             "clang -resource-dir x"});
}

TEST(gcc_and_clang_read_some_words_differently) {
  check_mode(Mode::kNoLink, {"clang -emit-ast a.c"});
  Invocation gcc = classify_line("gcc -emit-ast a.c");
  CHECK_EQ(gcc.mode, Mode::kLink);
  CHECK_EQ(gcc.entry, "mit-ast");
}

TEST(the_output_is_the_last_one_named) {
  CHECK_EQ(classify_line("gcc a.c").output, "a.out");
  CHECK_EQ(classify_line("gcc -o x a.c -oy").output, "y");
  CHECK_EQ(classify_line("gcc --output=z a.c").output, "z");
  CHECK_EQ(classify_line("gcc -o x a.c -Wl,-o,y").output, "y");
  CHECK_EQ(classify_line("gcc -o x a.c -Wl,--output=z").output, "z");
}

TEST(every_spelling_of_the_entry_is_seen) {
  for (const char *line :
       {"gcc a.c -e go", "gcc a.c -ego", "gcc a.c --entry=go",
        "gcc a.c -Wl,-e,go", "gcc a.c -Wl,-ego", "gcc a.c -Wl,--entry=go",
        "gcc a.c -Wl,--entry,go", "gcc a.c -Wl,-e -Wl,go",
        "gcc a.c -Xlinker -e -Xlinker go", "gcc a.c -Wl,-e,no -Wl,-e,go"})
    if (!CHECK_EQ(classify_line(line).entry, "go"))
      printf("    of: %s\n", line);
  for (const char *line :
       {"gcc a.c", "gcc a.c -Wl,-export-dynamic", "gcc a.c -export-dynamic",
        "gcc a.c -Wl,--eh-frame-hdr", "gcc a.c -Wl,-enable-new-dtags"})
    CHECK_EQ(classify_line(line).entry, "");
}

TEST(our_own_link_line_is_known) {
  CHECK_EQ(classify_line("gcc a.o -Wl,-e,__ckpt_start").mode, Mode::kOurs);
}

TEST(the_language_in_force_is_the_last_one) {
  CHECK_EQ(classify_line("gcc -x c a").language, "c");
  CHECK_EQ(classify_line("gcc -xc++ a").language, "c++");
  CHECK_EQ(classify_line("gcc -x c a -x none b.o").language, "");
}

TEST(the_build_id_is_the_users) {
  CHECK_EQ(classify_line("gcc a.c").build_id, "");
  CHECK_EQ(classify_line("gcc a.c -Wl,--build-id").build_id, "default");
  CHECK_EQ(classify_line("gcc a.c -Wl,--build-id=none").build_id, "none");
}

static bool refused(const char *line) {
  Invocation invocation = classify_line(line);
  return invocation.mode == Mode::kLink && !invocation.refusal.empty();
}

TEST(what_cannot_be_done_yet_is_refused) {
  for (const char *line :
       {"gcc -m32 a.c", "gcc -mx32 a.c", "clang --target=aarch64-linux-gnu a.c",
        "clang -target i386-linux-gnu a.c", "aarch64-linux-gnu-gcc a.c",
         "gcc -Wl,-m,elf_i386 a.o", "ld -melf_i386 crt1.o",
         "ld -m i386pep crt1.o", "i686-linux-gnu-ld crt1.o",
         "clang -x c -- a"})
    if (!CHECK(refused(line)))
      printf("    of: %s\n", line);
  for (const char *line :
       {"gcc -m32 -m64 a.c", "gcc -m32 -c a.c", "gcc -march=native a.c",
        "gfortran a.f90", "f77 a.f", "ld crt1.o",
        "clang -x c -x none -- a.o"})
    if (!CHECK(!refused(line)))
      printf("    of: %s\n", line);
}

TEST(sanitizers_with_a_library_that_gets_in_the_way_are_refused) {
  for (const char *line :
       {"gcc -fsanitize=address a.c", "gcc -fsanitize=undefined,leak a.c",
        "gcc -fsanitize=thread a.o", "gfortran -fsanitize=address a.f",
        "gcc -fsanitize=address -fno-sanitize=undefined a.c",
        "gcc -fsanitize=not-known a.c", "clang -fsanitize=undefined a.c",
        "clang -fsanitize=memory -fsanitize-trap=all a.c",
        "clang -fsanitize=vptr -fsanitize-trap=null a.c",
        "clang -fsanitize=cfi -fno-sanitize-trap=cfi a.c",
        "clang -fsanitize=null -fsanitize-trap -fno-sanitize-trap a.c",
        "cc -fsanitize=undefined a.c"})
    if (!CHECK(refused(line)))
      printf("    of: %s\n", line);
  for (const char *line :
       {"gcc -fsanitize=undefined,vptr a.c", "gcc -fsanitize=address -c a.c",
        "gcc -fsanitize=address -fno-sanitize=all a.c",
        "gcc -fsanitize=address,leak -fno-sanitize=address,leak a.c",
        "clang -fsanitize=null -fno-sanitize=undefined a.c",
        "clang -fsanitize=undefined -fsanitize-trap a.c",
        "clang -fsanitize=null,integer -fsanitize-trap=undefined a.c",
        "clang -fsanitize=undefined -fsanitize-minimal-runtime a.c",
        "clang -fsanitize=undefined -fsanitize-undefined-trap-on-error a.c",
        "clang -fsanitize=cfi -flto a.c", "clang -fsanitize=safe-stack a.c",
        "gcc -shared -fsanitize=address a.c"})
    if (!CHECK(!refused(line)))
      printf("    of: %s\n", line);
}
