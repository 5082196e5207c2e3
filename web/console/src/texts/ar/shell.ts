import type { Texts } from '../en/index.ts';

export const shell: Texts['shell'] = {
  product: 'Latchkey',
  skip: 'انتقل إلى المحتوى',
  navigation: 'التنقل الرئيسي',
  openNavigation: 'افتح قائمة التنقل',
  closeNavigation: 'أغلق قائمة التنقل',
  sections: {
    dashboard: 'لوحة المتابعة',
    keyManagement: 'إدارة مفاتيح الأمان',
    users: 'المستخدمون',
    groups: 'المجموعات',
    keys: 'مفاتيح الأمان',
    enrolments: 'التسجيلات',
    applications: 'التطبيقات',
    readers: 'القارئات',
    activity: 'النشاط',
    settings: 'الإعدادات',
  },
  account: {
    menu: (name) => `حساب ${name}`,
    colours: 'الألوان',
    schemes: { auto: 'كما في النظام', light: 'فاتح', dark: 'داكن' },
    language: 'اللغة',
    signOut: 'تسجيل الخروج',
    myPage: 'صفحتي',
    myKeys: 'مفاتيحي وعمليات دخولي',
  },
  demo: {
    label: 'عرض تجريبي',
    text: 'جميع الأشخاص هنا من نسج الخيال، ولا يغادر أي بريد هذا الخادم.',
    mailbox: 'افتح بريد أشخاص العرض',
  },
  line: { lost: 'انقطع الاتصال، تجري المحاولة من جديد…', back: 'عاد الاتصال.' },
  signInAgain: {
    title: 'سجّل الدخول من جديد',
    text: 'يتطلب هذا التغيير تسجيل دخول خلال آخر 5 دقائق. ستعود إلى هذه الصفحة، ثم اضغط الزر مرة أخرى.',
    button: 'سجّل الدخول من جديد',
  },
};
