# Perl: a module of the disk, installed by ExtUtils::MakeMaker, and listed by ExtUtils::Installed.
set -euo pipefail
root=$1 work=$2
mkdir -p "$work/lib/Acme" && cd "$work"
printf 'package Acme::Clock;\nour $VERSION = "0.42";\n1;\n' > lib/Acme/Clock.pm
printf 'lib/Acme/Clock.pm\nMakefile.PL\nMANIFEST\n' > MANIFEST
printf 'use ExtUtils::MakeMaker;\nWriteMakefile(NAME => "Acme::Clock", VERSION_FROM => "lib/Acme/Clock.pm");\n' > Makefile.PL
perl Makefile.PL > /dev/null && make > /dev/null && make install DESTDIR="$root" > /dev/null 2>&1
# The list has DESTDIR in its paths, as an installation at / has not.
find "$root" -name .packlist -exec sed -i "s#^$root##" {} +
printf 'TOOL\tperl %s, ExtUtils::Installed\n' "$(perl -e 'printf "%vd", $^V')"
perl -MExtUtils::MakeMaker -MExtUtils::Packlist -MFile::Find -e '
  my ($root) = @ARGV;
  find(sub {
    return unless $_ eq ".packlist";
    my $list = ExtUtils::Packlist->new($File::Find::name);
    my ($name) = $File::Find::name =~ m{/auto/(.+)/\.packlist$};
    (my $module = $name) =~ s{/}{::}g; (my $distribution = $name) =~ s{/}{-}g;
    my ($file) = grep { m{\.pm$} } keys %$list;
    my $version = MM->parse_version("$root$file");
    print "PACKAGE\tcpan\t$distribution\t$version\n";
    print "FILE\t$_\n" for sort keys %$list;
    print "FILE\t", substr($File::Find::name, length $root), "\n";
  }, $root);' "$root"
