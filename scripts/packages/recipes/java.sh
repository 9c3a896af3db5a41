# Java: a jar of Maven Central, a jar with all dependencies merged by maven-shade, and a fat jar by Spring Boot's own repackager.
set -euo pipefail
root=$1 work=$2
mkdir -p "$root/app" "$work/src/main/java/acme" && cd "$work"
printf 'package acme;\npublic class Main { public static void main(String[] a) { System.out.println(1); } }\n' > src/main/java/acme/Main.java
cp "$(dirname "$0")/java-pom.xml" pom.xml
mvn -q -B package > log 2>&1 || { tail -20 log >&2; exit 1; }
cp target/greeter-2.5.1-boot.jar "$root/app/app.jar"
cp target/greeter-2.5.1-shaded.jar "$root/app/"
cp "$(find ~/.m2/repository/org/slf4j/slf4j-api/2.0.16 -name '*.jar')" "$root/app/"
printf 'TOOL\tMaven %s, maven-shade 3.6.0, Spring Boot 3.3.5\n' "$(mvn --version -q 2> /dev/null | head -1 | sed 's/\x1b\[[0-9;]*m//g')"
printf 'PACKAGE\tmaven\torg.example/greeter\t2.5.1\nFILE\t/app/greeter-2.5.1-shaded.jar\nFILE\t/app/app.jar\n'
printf 'INNER\tmaven\torg.slf4j/slf4j-api\t2.0.16\n'
printf 'PACKAGE\tmaven\torg.slf4j/slf4j-api\t2.0.16\nFILE\t/app/slf4j-api-2.0.16.jar\n'
unzip -v "$root/app/app.jar" | awk '$8 ~ /BOOT-INF\/lib\/.*\.jar$/ { print $8, $3 }' | while read -r path bytes; do
  group=$(mvn -q -B dependency:list -DoutputFile=/dev/stdout 2> /dev/null | sed 's/\x1b\[[0-9;]*m//g' | awk -F: -v file="$(basename "$path")" '{ gsub(/ /, "", $1) } file == $2 "-" $4 ".jar" { print $1 "/" $2 "\t" $4 }' | head -1)
  # The plugin itself brings this one, which no dependency names.
  [ -n "$group" ] || group=$(basename "$path" .jar | sed -E 's#^(spring-boot-jarmode-tools)-(.*)$#org.springframework.boot/\1\t\2#')
  printf 'PART\tmaven\t%s\t/app/app.jar!/%s\t%s\n' "$group" "$path" "$bytes"
done
