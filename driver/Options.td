// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Two sets of options in one table: ours, in front of the command, and those
// compiler options that take an operand of their own or that decide whether
// the command line links.  Every other compiler option is unknown here and
// passes through.  Source: the manuals of GCC 12 and Clang 14.
include "llvm/Option/OptParser.td"

def Ours : OptionFlag;      // in front of the command
def Compiler : OptionFlag;  // behind it
def ClangOnly : OptionFlag; // gcc reads it as something else
def GccOnly : OptionFlag;   // clang does

// What an option means for the link.
def Information : OptionGroup<"information">; // prints something and stops
def NoLink : OptionGroup<"no link">;          // stops before the linker
def NotAProgram : OptionGroup<"not a program">;
def NoStart : OptionGroup<"no start files">;
def Word : OptionGroup<"machine word">;       // which of them is last counts

class Our<string name, OptionKind kind>
    : Option<["--"], name, kind>, Flags<[Ours]>;
def ckpt_help : Our<"help", KIND_FLAG>, HelpText<"Show this text">;
def ckpt_version : Our<"version", KIND_FLAG>, HelpText<"Show the version">;
def ckpt_dry_run : Our<"ckpt-dry-run", KIND_FLAG>,
    HelpText<"Print what would be done, and do nothing">;
def ckpt_verbose : Our<"ckpt-verbose", KIND_FLAG>,
    HelpText<"Say on stderr what is decided, run and checked">;
def ckpt_print_include : Our<"ckpt-print-include", KIND_FLAG>,
    HelpText<"Print the directory of ckpt.h, for -I">;
def ckpt_static : Our<"ckpt-static", KIND_FLAG>,
    HelpText<"Link the program statically (adds -static)">;
def ckpt_instrument : Our<"ckpt-instrument", KIND_FLAG>,
    HelpText<"Let clang route system calls of the code that it compiles to the "
             "runtime, which then need no trap while descriptors are virtual">;
def ckpt_allow_no_link : Our<"ckpt-allow-no-link", KIND_FLAG>,
    HelpText<"A command that links no program, as make install may, is no "
             "error">;
def ckpt_default : Our<"ckpt-default=", KIND_JOINED>, MetaVarName<"<flags>">,
    HelpText<"Run flags that are put into the program, as if given first on "
             "its command line">;

// Options of the original's script, for old makefiles.
class Old<string name, OptionKind kind>
    : Option<["-"], name, kind>, Flags<[Ours, HelpHidden]>;
def old_lib : Old<"condor_lib", KIND_SEPARATE>;
def old_ld_dir : Old<"condor_ld_dir", KIND_SEPARATE>;
def old_flag : Old<"condor_", KIND_JOINED>;

class Does<string name, OptionGroup group>
    : Option<["-", "--"], name, KIND_FLAG>, Group<group>, Flags<[Compiler]>;
class DoesJoined<string name, OptionGroup group>
    : Option<["-", "--"], name, KIND_JOINED>, Group<group>, Flags<[Compiler]>;
class DoesInClang<string name, OptionGroup group>
    : Option<["-", "--"], name, KIND_FLAG>, Group<group>,
      Flags<[Compiler, ClangOnly]>;

foreach name = ["###", "help", "target-help", "version", "dumpmachine",
                "dumpversion", "dumpfullversion", "dumpspecs"] in
  def : Does<name, Information>;
foreach name = ["help=", "print-", "completion="] in
  def : DoesJoined<name, Information>;
foreach name = ["help-hidden", "cc1", "cc1as", "cc1gen-reproducer",
                "ccc-print-phases", "ccc-print-bindings"] in
  def : DoesInClang<name, Information>;
def : Option<["--"], "autocomplete=", KIND_JOINED>, Group<Information>,
      Flags<[Compiler, ClangOnly]>;

foreach name = ["c", "S", "E", "M", "MM", "fsyntax-only", "compile",
                "assemble", "preprocess", "dependencies",
                "user-dependencies"] in
  def : Does<name, NoLink>;
foreach name = ["analyze", "precompile", "emit-ast", "emit-interface-stubs",
                "rewrite-objc", "rewrite-legacy-objc", "migrate",
                "verify-pch", "extract-api", "module-file-info",
                "fdriver-only"] in
  def : DoesInClang<name, NoLink>;

foreach name = ["shared", "r", "relocatable", "dynamiclib"] in
  def : Does<name, NotAProgram>;
foreach name = ["flinker-output=rel", "flinker-output=nolto-rel",
                "flinker-output=dyn"] in
  def : Does<name, NotAProgram>;
foreach name = ["nostartfiles", "nostdlib", "no-standard-libraries"] in
  def : Does<name, NoStart>;
foreach name = ["m32", "mx32", "m16", "miamcu"] in
  def : Does<name, Word>;
def m64 : Does<"m64", Word>;

// Options whose value is looked at.
class Value<list<string> prefixes, string name, OptionKind kind>
    : Option<prefixes, name, kind>, Flags<[Compiler]>;
def o : Value<["-"], "o", KIND_JOINED_OR_SEPARATE>;
def output_long : Value<["--"], "output", KIND_SEPARATE>, Alias<o>;
def output_eq : Value<["--"], "output=", KIND_JOINED>, Alias<o>;
def x : Value<["-"], "x", KIND_JOINED_OR_SEPARATE>;
def language : Value<["--"], "language", KIND_SEPARATE>, Alias<x>;
def language_eq : Value<["--"], "language=", KIND_JOINED>, Alias<x>;
def l : Value<["-"], "l", KIND_JOINED_OR_SEPARATE>;
def e : Value<["-"], "e", KIND_JOINED_OR_SEPARATE>;
def entry : Value<["-", "--"], "entry", KIND_SEPARATE>, Alias<e>;
def entry_eq : Value<["-", "--"], "entry=", KIND_JOINED>, Alias<e>;
def T : Value<["-"], "T", KIND_JOINED_OR_SEPARATE>;
def L : Value<["-"], "L", KIND_JOINED_OR_SEPARATE>;
def library_directory : Value<["--"], "library-directory", KIND_SEPARATE>,
    Alias<L>;
def Wl : Value<["-"], "Wl,", KIND_COMMAJOINED>;
def Xlinker : Value<["-"], "Xlinker", KIND_SEPARATE>;
def for_linker : Value<["--"], "for-linker", KIND_SEPARATE>, Alias<Xlinker>;
def for_linker_eq : Value<["--"], "for-linker=", KIND_JOINED>, Alias<Xlinker>;
def target : Value<["-", "--"], "target", KIND_SEPARATE>;
def target_eq : Value<["--"], "target=", KIND_JOINED>, Alias<target>;
def fsanitize : Value<["-"], "fsanitize=", KIND_COMMAJOINED>;
def fno_sanitize : Value<["-"], "fno-sanitize=", KIND_COMMAJOINED>;
def fsanitize_trap : Value<["-"], "fsanitize-trap=", KIND_COMMAJOINED>;
foreach name = ["fsanitize-trap", "fsanitize-undefined-trap-on-error",
                "fsanitize-minimal-runtime"] in
  def : Option<["-"], name, KIND_FLAG>, Alias<fsanitize_trap>,
        AliasArgs<["undefined"]>, Flags<[Compiler]>;
def fno_sanitize_trap : Value<["-"], "fno-sanitize-trap", KIND_FLAG>;
def fno_sanitize_trap_eq : Value<["-"], "fno-sanitize-trap=", KIND_JOINED>;
def flto : Value<["-"], "flto", KIND_FLAG>;
def flto_eq : Value<["-"], "flto=", KIND_JOINED>, Alias<flto>;
def fno_lto : Value<["-"], "fno-lto", KIND_FLAG>;
def ffat_lto : Value<["-"], "ffat-lto-objects", KIND_FLAG>;
def fno_fat_lto : Value<["-"], "fno-fat-lto-objects", KIND_FLAG>;
def fuse_ld : Value<["-"], "fuse-ld=", KIND_JOINED>;
def pg : Value<["-"], "pg", KIND_FLAG>;
def p : Value<["-"], "p", KIND_FLAG>, Alias<pg>;
def stdlib : Value<["-", "--"], "stdlib=", KIND_JOINED>;
def nodefaultlibs : Value<["-"], "nodefaultlibs", KIND_FLAG>;
def nostdlibxx : Value<["-"], "nostdlib++", KIND_FLAG>;
def fopenmp : Value<["-"], "fopenmp", KIND_FLAG>;
def fno_openmp : Value<["-"], "fno-openmp", KIND_FLAG>;
def static_flag : Value<["-", "--"], "static", KIND_FLAG>;
def static_pie : Value<["-", "--"], "static-pie", KIND_FLAG>;
def pie : Value<["-", "--"], "pie", KIND_FLAG>;
def no_pie : Value<["-", "--"], "no-pie", KIND_FLAG>;
def nopie : Value<["-"], "nopie", KIND_FLAG>, Alias<no_pie>;
def end_of_options : Option<["--"], "", KIND_REMAINING_ARGS>,
    Flags<[Compiler, ClangOnly]>;

// Options whose operand must not be taken for an input.
foreach name = ["A", "B", "D", "F", "G", "I", "J", "MF", "MJ", "MQ", "MT",
                "U", "b", "h", "idirafter", "imacros", "imultiarch",
                "imultilib", "include", "iprefix", "iquote", "isysroot",
                "isystem", "iwithprefix",
                "iwithprefixbefore", "iwithsysroot", "u", "z"] in
  def : Value<["-"], name, KIND_JOINED_OR_SEPARATE>;
foreach name = ["Hd", "Hf", "Tbss", "Tdata", "Ttext", "Xassembler",
                "Xpreprocessor", "arch", "auxbase",
                "auxbase-strip", "dumpbase", "dumpbase-ext", "dumpdir",
                "fintrinsic-modules-path", "framework", "specs",
                "current_version", "compatibility_version", "install_name",
                "rpath", "soname"] in
  def : Value<["-"], name, KIND_SEPARATE>;
foreach name = ["aux-info", "wrapper"] in
  def : Option<["-"], name, KIND_SEPARATE>, Flags<[Compiler, GccOnly]>;
// Not in gcc's reading: there some are a joined operand of -a... or -i...
foreach name = ["Xanalyzer", "Xarch_device", "Xarch_host", "Xclang",
                "Xcuda-fatbinary", "Xcuda-ptxas", "Xflang", "Xopenmp-target",
                "ccc-gcc-name", "ccc-install-dir", "cxx-isystem",
                "dependency-dot", "dependency-file", "dsym-dir",
                "fmodules-user-build-path", "gen-cdb-fragment-path",
                "iframework", "iframeworkwithsysroot", "include-pch",
                "index-store-path", "ivfsoverlay", "meabi", "mllvm",
                "module-dependency-dir", "mthread-model", "resource-dir",
                "isystem-after", "serialize-diagnostics", "stdlib++-isystem",
                "working-directory"] in
  def : Option<["-"], name, KIND_SEPARATE>, Flags<[Compiler, ClangOnly]>;
foreach name = ["Xarch_", "Xopenmp-target="] in
  def : Option<["-"], name, KIND_JOINED_AND_SEPARATE>,
        Flags<[Compiler, ClangOnly]>;
foreach name = ["analyzer-output", "config"] in
  def : Option<["--"], name, KIND_SEPARATE>, Flags<[Compiler, ClangOnly]>;
foreach name = ["assert", "define-macro", "dump", "dumpbase", "dumpbase-ext",
                "dumpdir", "force-link", "imacros", "include",
                "include-directory", "include-directory-after",
                "include-prefix", "include-with-prefix",
                "include-with-prefix-after", "include-with-prefix-before",
                "param", "prefix", "specs", "sysroot",
                "undefine-macro", "write-dependencies",
                "write-user-dependencies", "for-assembler"] in
  def : Value<["--"], name, KIND_SEPARATE>;
