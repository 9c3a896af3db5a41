/** Groups of artifacts whose archives do not say it: they are built by Gradle or Ant, which write no pom.properties. */
const GROUPS: readonly (readonly [name: RegExp, group: string])[] = [
  [/^spring-boot(?:-.+)?$/, 'org.springframework.boot'],
  [/^spring-security-.+$/, 'org.springframework.security'],
  [/^spring-data-.+$/, 'org.springframework.data'],
  [/^spring-cloud-.+$/, 'org.springframework.cloud'],
  [
    /^spring-(?:aop|aspects|beans|context(?:-support)?|core|expression|instrument|jcl|jdbc|jms|messaging|orm|oxm|r2dbc|test|tx|web|webflux|webmvc|websocket)$/,
    'org.springframework',
  ],
  [/^kotlinx-.+$/, 'org.jetbrains.kotlinx'],
  [/^kotlin-.+$/, 'org.jetbrains.kotlin'],
  [/^tomcat-embed-.+$/, 'org.apache.tomcat.embed'],
  [/^micrometer-.+$/, 'io.micrometer'],
  [/^reactor-(?:core|test|tools)$/, 'io.projectreactor'],
  [/^reactor-netty(?:-.+)?$/, 'io.projectreactor.netty'],
  [/^okhttp(?:-.+)?$/, 'com.squareup.okhttp3'],
  [/^okio(?:-.+)?$/, 'com.squareup.okio'],
  [/^grpc-.+$/, 'io.grpc'],
  [/^opentelemetry-.+$/, 'io.opentelemetry'],
  [/^lucene-.+$/, 'org.apache.lucene'],
  [/^groovy(?:-.+)?$/, 'org.apache.groovy'],
  [/^scala3?-(?:library|reflect|compiler)(?:_3)?$/, 'org.scala-lang'],
  [/^junit-jupiter(?:-.+)?$/, 'org.junit.jupiter'],
  [/^junit-platform-.+$/, 'org.junit.platform'],
];

/** The group that artifacts of this name have, inferred from the name alone; undefined if the table does not know it. */
export function inferredGroup(name: string): string | undefined {
  return GROUPS.find(([pattern]) => pattern.test(name))?.[1];
}
